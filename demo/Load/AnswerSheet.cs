namespace PerfAnalyzers.Demo.Load;

internal sealed record Answer(string Operation, int Status, string Body);

/// <summary>Asks the shop for everything once, one after the other: a fix may change how fast an answer comes, not what it says.</summary>
internal static class AnswerSheet
{
    private const int Seed = 7;

    public static async Task<List<Answer>> AskAsync(Uri shop, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = shop };
        var random = new Random(Seed);
        var answers = new List<Answer>();
        foreach (var operation in ShopTraffic.Operations)
        {
            using var request = operation.Create(random);
            using var response = await http.SendAsync(request, cancellationToken);
            answers.Add(new Answer(operation.Name, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken)));
        }

        return answers;
    }

    /// <exception cref="StepFailedException">An answer is different.</exception>
    public static void RequireSame(List<Answer> before, List<Answer> after)
    {
        foreach (var (expected, actual) in before.Zip(after))
        {
            if (expected != actual)
                throw new StepFailedException($"The fixed shop answers {expected.Operation} differently.", $"before: {expected.Status} {expected.Body}\nafter:  {actual.Status} {actual.Body}");
        }
    }
}

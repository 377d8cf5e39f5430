using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Knowledge;

/// <summary>A knowledge table as read: what its lines say, and the lines that could not be understood.</summary>
internal sealed record ApiTable(ImmutableArray<ApiTableLine> Lines, ImmutableArray<ApiTableProblem> Problems)
{
    private static readonly string Roles = string.Join(", ", Enum.GetNames(typeof(ApiRole)).Select(name => name.ToLowerInvariant()));

    public IEnumerable<ApiFact> Facts => Lines.Select(line => line.Fact);

    public static bool IsTable(AdditionalText file) => file.Path.EndsWith(".apis", StringComparison.OrdinalIgnoreCase);

    public static ApiTable Read(SourceText text)
    {
        var lines = ImmutableArray.CreateBuilder<ApiTableLine>();
        var problems = ImmutableArray.CreateBuilder<ApiTableProblem>();
        foreach (var line in text.Lines)
        {
            var words = line.ToString().Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (ReadLine(words, out var fact) is { } problem)
                problems.Add(new(line.Span, problem));
            else
                lines.Add(new(line.Span, fact!));
        }
        return new(lines.ToImmutable(), problems.ToImmutable());
    }

    private static string? ReadLine(string[] words, out ApiFact? fact)
    {
        fact = null;
        var excludes = words[0][0] == '!';
        var word = words[0].TrimStart('!');
        if (!char.IsLetter(word.FirstOrDefault()) || !Enum.TryParse<ApiRole>(word, ignoreCase: true, out var role))
            return $"'{words[0]}' is not a role; write one of {Roles}, or ! before it to exclude an API";
        if (words.Length == 1)
            return "the API is missing; write 'Namespace.Type::Member' after the role";
        if (words.Length > 3)
            return $"'{words[3]}' is one word too many; write 'role  api  instead', without blanks inside an API, and comments after '#'";
        if (ApiName.TryParse(words[1]) is not { } api)
            return $"'{words[1]}' is not an API; write 'Namespace.Type::Member', with '(FirstParameter,SecondParameter)' after it for single overloads";
        if (api.Member is null && !excludes)
            return $"'{words[1]}' names no member; write '{words[1]}::Member', or '{words[1]}::.ctor' for its constructors";
        var instead = words.Length == 3 ? ApiName.TryParse(words[2], defaultType: api.Type) : null;
        if (words.Length == 3 && instead is null)
            return $"'{words[2]}' is not a replacement; write the member's name, or 'Namespace.Type::Member'";
        fact = new(role, excludes, api, instead);
        return null;
    }
}

/// <summary>A line of a table that says something.</summary>
internal sealed record ApiTableLine(TextSpan Span, ApiFact Fact);

/// <summary>A line of a table that cannot be understood, and what to write instead.</summary>
internal sealed record ApiTableProblem(TextSpan Span, string Message);

using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AwaitTheSignal() : BlockingRule(Descriptor, ApiRole.Signal)
{
    internal const string Id = "PERF0104";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Await the signal instead of blocking a thread on it",
        message: "'{0}' holds a thread-pool thread until another one signals; await {1} instead");

    /// <summary>
    /// Names that mostly mean something else, as in string.Join and Enumerable.Take: they are bound only in a file that creates what they
    /// wait for.
    /// </summary>
    private static readonly ImmutableDictionary<string, string> CommonNames =
        ImmutableDictionary<string, string>.Empty.Add("Join", "Thread").Add("Take", "BlockingCollection");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Fact(ApiRole.Signal) is not { } fact || call.Invocation is not { } wait)
            return null;
        if (OnlyPolls(wait))
            return Guard.OnlyPolls;
        if (WhyHarmless(call) is { } harmless)
            return harmless;
        var canAwait = wait.IsInAsynchronousFunction() || IsHandlerItself(call) || RunsForAsynchronousCode(wait);
        if (!canAwait && !IsWantedEverywhere(call) && !CanBecomeAsynchronous(call))
            return Guard.CannotBecomeAsync;
        if (wait.ObstacleToAwait() != AwaitObstacle.None)
            return Guard.NoAwaitHere;
        if (SemaphoreUse.IsHeldShortly(call))
            return Guard.HeldShortly;
        return new Finding(canAwait ? Sureness.Certain : Sureness.Likely, call.Name, Remedy(fact))
        {
            ForFix = ForTwin(fact.Instead),
        };
    }

    private protected override Guard? WhyNotByCallers => Guard.CannotBecomeAsync;

    private protected override IEnumerable<int> Candidates(Places places, Project project)
    {
        var created = places.Created.Select(creation => creation.Key).ToImmutableHashSet();
        return base.Candidates(places, project).Except(
            CommonNames.Where(name => !created.Contains(name.Value)).SelectMany(name => places.Of(name.Key)));
    }

    private static string Remedy(ApiFact fact) => fact switch
    {
        { Texts: [var words, ..] } => words,
        { Instead.Member: { } twin } => $"'{twin}'",
        _ => "a task",
    };
}

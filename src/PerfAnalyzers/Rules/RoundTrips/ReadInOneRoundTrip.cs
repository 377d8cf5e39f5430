using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReadInOneRoundTrip() : RoundTripRule(Descriptor, ApiRole.Read, ApiRole.Query)
{
    internal const string Id = "PERF0301";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Read what a loop needs in one round trip",
        message: "'{0}' waits for one round trip per item of '{1}'; {2}");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Invocation is not { } invocation)
            return null;
        var trips = call.Project.RoundTrips;
        var known = FactOf(invocation, call.Project.Apis);
        if ((known is null && !trips.MayHide(invocation)) || LoopOf(invocation) is not { } loop
            || (known ?? trips.FindHidden(invocation, ApiRole.Read, loop)) is not { } fact || !IsWorthBatching(invocation, loop, trips))
            return null;
        if (WhyOff(call.Path) is { } off)
            return off;
        if (StoreMethods.FillsCache(invocation))
            return Guard.FillsCache;
        var isCertain = known is not null && !IsOfUnknownOrigin(invocation, known) && !loop.ExitsOn(invocation);
        return new Finding(
            isCertain ? Sureness.Certain : Sureness.Likely,
            invocation.TargetMethod.Name, OneLine(loop.Source!.Syntax), BatchedRead.Remedy(invocation, fact));
    }

    /// <summary>The innermost loop whose items the call uses; null where a loop between them is not one over data.</summary>
    internal static LoopCode? LoopOf(IInvocationOperation call)
    {
        for (var loop = LoopCode.Around(call); loop is { IsFiniteDataLoop: true }; loop = loop.Outer)
            if (loop.UsesItem(call))
                return loop;
        return null;
    }

    private static ApiFact? FactOf(IInvocationOperation call, ApiKnowledge apis) =>
        apis.Find(call, ApiRole.Read) is { } read ? (BatchedRead.IsBatchable(call, read) ? read : null)
        : apis.Find(call, ApiRole.Query) is { } query && (EfQuery.Is(call.Receiver()) || call.Receiver().OriginOfQuery() != QueryOrigin.Other) ? query
        : null;

    /// <summary>True for a query that came as an IQueryable from elsewhere, such as a repository: of which provider, the code does not show.</summary>
    private static bool IsOfUnknownOrigin(IInvocationOperation call, ApiFact fact) => fact.Role == ApiRole.Query && !EfQuery.Is(call.Receiver());

    private static bool IsWorthBatching(IInvocationOperation call, LoopCode loop, RoundTripCalls trips) =>
        call.IsDoneInPlace() && !loop.IsChunked && !loop.RunsForOneItem(call) && !loop.IsLoopCarried(call) && !loop.Memoizes(call)
        && !BatchedRead.SeesWrites(call, loop, trips) && !BatchedRead.AsksTablesOf(call, loop);

    private static string OneLine(SyntaxNode source)
    {
        var text = string.Join(" ", source.ToString().Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}

using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UseAsynchronousTwin() : BlockingRule(Descriptor, ApiRole.Blocking, ApiRole.Query)
{
    internal const string Id = "PERF0102";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Use the asynchronous twin of an operation that waits for I/O",
        message: "'{0}' holds a thread-pool thread while it waits for I/O; await '{1}' instead");

    /// <summary>Beside the calls of its names a foreach may run a query.</summary>
    private protected override IEnumerable<int> Candidates(Places places, Project project) =>
        project.KnowsQueries
            ? base.Candidates(places, project).Concat(places.Enumerations).OrderBy(position => position)
            : base.Candidates(places, project);

    private protected override bool MayConcern(SyntaxNode place, SemanticModel model, Project project) =>
        base.MayConcern(place, model, project)
        && (!EnumeratedQuery.IsCollection(place) || QueryHead.MayBeQuery((ExpressionSyntax)place, model));

    private protected override Verdict? Judge(Call call)
    {
        if (EnumeratedQuery.InForEach(call.Operation) is { } enumerated)
            return JudgeQuery(call, enumerated, "foreach", "foreach' over 'AsAsyncEnumerable");
        if (call.Invocation is not { } blocking)
            return null;
        if ((call.Fact(ApiRole.Blocking) ?? QueryFact(call)) is not { Instead: { } instead } fact)
            return EnumeratedQuery.BehindAsEnumerable(blocking) is { } query
                ? JudgeQuery(call, query, call.Name, EnumeratedQuery.TwinOf(blocking))
                : null;
        if (WhyHarmless(call) is { } harmless)
            return harmless;
        if (IsOfEntityFramework(instead) && call.Project.Contexts.AreInProcess(blocking.Receiver()))
            return Guard.AsyncIsDetour;
        if (WhyWaitsForNothing(call, fact) is { } idle)
            return idle;
        var canAwait = CanAwait(call);
        if (!canAwait && WhyStaysSynchronous(call) is { } synchronous)
            return synchronous;
        if (AsyncTwin.Find(blocking, instead, cancellation: null) is not { } twin)
            return Guard.TwinDoesNotFit;
        if (TwinAtHand.UseOf(blocking, twin.Method) is { } use)
            return new Silence(Guard.TwinIsUsed, use);
        return new Finding(canAwait ? SurenessFor(blocking, fact) : Sureness.Likely, call.Name, twin.Method.Name)
        {
            ForFix = ForTwin(instead),
        };
    }

    private protected override Guard? WhyNotByCallers => Guard.CannotBecomeAsync;

    private static Verdict JudgeQuery(Call call, IOperation query, string name, string instead)
    {
        if (WhyHarmless(call) is { } harmless)
            return harmless;
        if (call.Project.Contexts.AreInProcess(query))
            return Guard.AsyncIsDetour;
        var canAwait = CanAwait(call);
        if (!canAwait && WhyStaysSynchronous(call) is { } synchronous)
            return synchronous;
        var isClear = canAwait && query.IsEntityFrameworkQuery();
        return new Finding(isClear ? Sureness.Certain : Sureness.Likely, name, instead);
    }

    private static bool CanAwait(Call call) => call.Operation.IsInAsynchronousFunction() || IsHandlerItself(call);

    private static ApiFact? QueryFact(Call call) =>
        call.Fact(ApiRole.Query) is { } fact && call.Invocation!.Receiver().OriginOfQuery() != QueryOrigin.Other ? fact : null;

    private static bool IsOfEntityFramework(ApiName api) => api.Type.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal);

    /// <summary>Why the call waits for nothing that is worth a thread.</summary>
    private static Guard? WhyWaitsForNothing(Call call, ApiFact fact)
    {
        if (fact.Role == ApiRole.Query)
            return null;
        if (call.Invocation!.OriginOfItsStream() == StreamOrigin.Memory)
            return Guard.ReadsMemory;
        return call.Invocation!.IsOfFile() && !call.Path.IsHot ? Guard.FileOffRequestPath : null;
    }

    /// <summary>Why a synchronous function that is no handler had better stay as it is.</summary>
    private static Guard? WhyStaysSynchronous(Call call)
    {
        if (IsWantedEverywhere(call))
            return null;
        if (!CanBecomeAsynchronous(call))
            return Guard.CannotBecomeAsync;
        var isOfUnknownStream = call.Invocation is { } blocking && blocking.OriginOfItsStream() == StreamOrigin.Unknown;
        return !call.Path.IsHot && isOfUnknownStream ? Guard.StreamInSynchronousCode : null;
    }

    /// <summary>
    /// A query from elsewhere may run in memory; a stream of unknown origin may be no I/O, and asynchronous file access gains little.
    /// </summary>
    private static Sureness SurenessFor(IInvocationOperation call, ApiFact fact)
    {
        var isClear = fact.Role == ApiRole.Query
            ? call.Receiver().OriginOfQuery() == QueryOrigin.EntityFramework
            : !call.IsOfFile() && call.OriginOfItsStream() != StreamOrigin.Unknown;
        return isClear ? Sureness.Certain : Sureness.Likely;
    }
}

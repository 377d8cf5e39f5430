using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UseAsynchronousTwin() : BlockingRule(Descriptor, ApiRole.Blocking, ApiRole.Query)
{
    internal const string Id = "PERF0102";

    /// <summary>The property that tells the fix what to write.</summary>
    internal const string Instead = "instead";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Use the asynchronous twin of an operation that waits for I/O",
        message: "'{0}' holds a thread-pool thread while it waits for I/O; await '{1}' instead");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Invocation is not { } blocking)
            return null;
        if ((call.Fact(ApiRole.Blocking) ?? QueryFact(call)) is not { Instead: { } instead } fact)
            return null;
        if (WhyHarmless(call) is { } harmless)
            return harmless;
        if (IsOfEntityFramework(instead) && call.Project.Contexts.AreInProcess(blocking.Receiver()))
            return Guard.AsyncIsDetour;
        if (WhyWaitsForNothing(call, fact) is { } idle)
            return idle;
        var canAwait = blocking.IsInAsynchronousFunction() || IsHandlerItself(call);
        if (!canAwait && WhyStaysSynchronous(call) is { } synchronous)
            return synchronous;
        if (AsyncTwin.Find(blocking, instead, cancellation: null) is not { } twin)
            return Guard.TwinDoesNotFit;
        if (TwinAtHand.UseOf(blocking, twin.Method) is { } use)
            return new Silence(Guard.TwinIsUsed, use);
        return new Finding(canAwait ? SurenessFor(blocking, fact) : Sureness.Likely, call.Name, twin.Method.Name)
        {
            ForFix = ImmutableDictionary<string, string?>.Empty.Add(Instead, instead.ToString()),
        };
    }

    private protected override Guard? WhyNotByCallers => Guard.CannotBecomeAsync;

    private static ApiFact? QueryFact(Call call) =>
        call.Fact(ApiRole.Query) is { } fact && call.Invocation!.Receiver().OriginOfQuery() != QueryOrigin.Other ? fact : null;

    private static bool IsOfEntityFramework(ApiName api) => api.Type.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal);

    /// <summary>Why the call waits for nothing that is worth a thread.</summary>
    private static Guard? WhyWaitsForNothing(Call call, ApiFact fact)
    {
        if (fact.Role == ApiRole.Query)
            return null;
        if (StreamOf(call.Invocation!) == StreamOrigin.Memory)
            return Guard.ReadsMemory;
        return IsOfFile(call.Invocation!) && !call.Path.IsHot ? Guard.FileOffRequestPath : null;
    }

    /// <summary>Why a synchronous function that is no handler had better stay as it is.</summary>
    private static Guard? WhyStaysSynchronous(Call call)
    {
        if (IsWantedEverywhere(call))
            return null;
        if (!CanBecomeAsynchronous(call))
            return Guard.CannotBecomeAsync;
        return !call.Path.IsHot && StreamOf(call.Invocation!) == StreamOrigin.Unknown ? Guard.StreamInSynchronousCode : null;
    }

    /// <summary>
    /// A query from elsewhere may run in memory; a stream of unknown origin may be no I/O, and asynchronous file access gains little.
    /// </summary>
    private static Sureness SurenessFor(IInvocationOperation call, ApiFact fact)
    {
        var isClear = fact.Role == ApiRole.Query
            ? call.Receiver().OriginOfQuery() == QueryOrigin.EntityFramework
            : !IsOfFile(call) && StreamOf(call) != StreamOrigin.Unknown;
        return isClear ? Sureness.Certain : Sureness.Likely;
    }

    private static bool IsOfFile(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Is("System.IO.File") || call.TargetMethod.ContainingType.Is("System.IO.RandomAccess")
        || StreamOf(call) == StreamOrigin.File;

    /// <summary>What is behind the stream that the call reads or writes; null where it works on none.</summary>
    private static StreamOrigin? StreamOf(IInvocationOperation call)
    {
        if (call.TargetMethod.ContainingType.IsStream())
            return call.Receiver().OriginOfStream();
        return call.TargetMethod.ContainingType.Is("System.Text.Json.JsonSerializer")
            ? call.Arguments.First(argument => argument.Parameter?.Ordinal == 0).Value.WithoutConversions().OriginOfStream()
            : null;
    }
}

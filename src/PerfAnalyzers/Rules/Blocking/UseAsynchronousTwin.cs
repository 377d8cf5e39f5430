using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UseAsynchronousTwin() : PerfAnalyzer(Descriptor)
{
    internal const string Id = "PERF0102";

    /// <summary>The property that tells the fix what to write.</summary>
    internal const string Instead = "instead";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Confidence.Certain, latency: Effect.Better, throughput: Effect.Better,
        title: "Use the asynchronous twin of an operation that waits for I/O",
        message: "'{0}' holds a thread-pool thread while it waits for I/O; await '{1}' instead");

    private protected override void Register(CompilationStartAnalysisContext start, Project project)
    {
        var hasOnlyLocalEntityFramework = QueryOrigins.HasOnlyLocalEntityFramework(start.Compilation);
        start.RegisterOperationAction(context => Analyze(context, project, hasOnlyLocalEntityFramework), OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context, Project project, bool hasOnlyLocalEntityFramework)
    {
        var call = (IInvocationOperation)context.Operation;
        var isInHelper = false;
        if ((project.Apis.Find(call, ApiRole.Blocking) ?? QueryFact(call, project)) is not { Instead: { } instead } fact
            || (hasOnlyLocalEntityFramework && instead.Type.StartsWith("Microsoft.EntityFrameworkCore.", StringComparison.Ordinal))
            || call.SeverityOfBlocking(project, context.CancellationToken) is not { } severity
            || !(call.IsInAsynchronousFunction() || IsHandlerItself(call, project, context.CancellationToken) || (isInHelper = IsInHelper(call, project, context.CancellationToken)))
            || Weigh(call, fact, isInHelper ? DiagnosticSeverity.Info : severity) is not { } weighed
            || AsyncTwin.Find(call, instead, cancellation: null) is not { } twin
            || TwinAtHand.IsAlreadyUsed(call, twin.Method))
            return;

        Report(
            context, project, call.TargetMethod, call.Syntax, weighed, ImmutableDictionary<string, string?>.Empty.Add(Instead, instead.ToString()),
            $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", twin.Method.Name);
    }

    private static ApiFact? QueryFact(IInvocationOperation call, Project project) =>
        project.Apis.Find(call, ApiRole.Query) is { } fact && call.Receiver().OriginOfQuery() != QueryOrigin.Other ? fact : null;

    /// <summary>How loud the finding may be for what the call works on; null where it waits for nothing.</summary>
    private static DiagnosticSeverity? Weigh(IInvocationOperation call, ApiFact fact, DiagnosticSeverity severity)
    {
        if (fact.Role == ApiRole.Query)
            return call.Receiver().OriginOfQuery() == QueryOrigin.EntityFramework ? severity : DiagnosticSeverity.Info;
        var isFile = call.TargetMethod.ContainingType.Is("System.IO.File") || call.TargetMethod.ContainingType.Is("System.IO.RandomAccess");
        if (!isFile && !call.TargetMethod.ContainingType.IsStream())
            return severity;
        return isFile ? OfFile(severity) : call.Receiver().OriginOfStream() switch
        {
            StreamOrigin.Memory => null,
            StreamOrigin.File => OfFile(severity),
            StreamOrigin.Unknown => DiagnosticSeverity.Info,
            _ => severity,
        };
    }

    /// <summary>Asynchronous file access costs more than it gains, except that it frees the thread of a request.</summary>
    private static DiagnosticSeverity? OfFile(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Warning ? DiagnosticSeverity.Info : null;

    /// <summary>True in the handler, which can become async, and not in what it calls, in a delegate, or in what a library calls synchronously.</summary>
    private static bool IsHandlerItself(IInvocationOperation call, Project project, CancellationToken cancellation) =>
        project.PathOf(call, cancellation) is { IsHot: true, Steps: 0 } path
        && call.EnclosingFunction() is { } function && SymbolEqualityComparer.Default.Equals(path.Handler, function) && !Contract.MustBeSynchronous(function);

    /// <summary>True in a private method that only asynchronous code on a handler's path calls: it can become async, and its callers can await it.</summary>
    private static bool IsInHelper(IInvocationOperation call, Project project, CancellationToken cancellation) =>
        project.PathOf(call, cancellation) is { IsHot: true, Steps: > 0 }
        && call.EnclosingFunction() is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } method
        && call.ObstacleToAwait() == AwaitObstacle.None && project.Paths.IsCalledOnlyByAsynchronousCode(method, cancellation);
}

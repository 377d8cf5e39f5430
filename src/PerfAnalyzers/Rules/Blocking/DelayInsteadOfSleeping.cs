using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DelayInsteadOfSleeping() : PerfAnalyzer(Descriptor)
{
    internal const string Id = "PERF0103";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Confidence.Certain, latency: Effect.Better, throughput: Effect.Better,
        title: "Delay asynchronously instead of putting the thread to sleep",
        message: "'{0}' holds a thread-pool thread while it waits; await '{1}' instead");

    private protected override void Register(CompilationStartAnalysisContext start, Project project) =>
        start.RegisterOperationAction(context => Analyze(context, project), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, Project project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (project.Apis.Find(call, ApiRole.Sleep) is not { } fact || IsYield(call)
            || call.SeverityOfBlocking(project, context.CancellationToken) is not { } severity)
            return;

        Report(
            context, project, call.TargetMethod, call.Syntax, severity, ImmutableDictionary<string, string?>.Empty,
            $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", fact.Instead is null ? "a signal" : "Task.Delay");
    }

    /// <summary>Sleeping for 0 or 1 ms gives up the time slice, as a spin loop does.</summary>
    private static bool IsYield(IInvocationOperation call) => call.Arguments is [{ Value: var time }]
        && (time.ConstantValue is { HasValue: true, Value: 0 or 1 } || time.WithoutConversions() is IFieldReferenceOperation { Field.Name: "Zero" });
}

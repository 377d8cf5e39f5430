using PerfAnalyzers.Analysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Blocking;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DelayInsteadOfSleeping() : PerfAnalyzer(Descriptor)
{
    internal const string Id = "PERF0103";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Confidence.Certain, latency: Effect.Better, throughput: Effect.Better,
        title: "Delay asynchronously instead of putting the thread to sleep",
        message: "'{0}' holds a thread-pool thread while it waits; await 'Task.Delay' instead");

    private protected override void Register(CompilationStartAnalysisContext start, AnalyzedProject project) =>
        start.RegisterOperationAction(context => Analyze(context, project), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, AnalyzedProject project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (project.Apis.Find(call, ApiRole.Sleep) is not { } fact)
            return;
        var path = project.PathOf(call, context.CancellationToken);
        if (path.IsExempt || !(path.IsHot || call.IsInAsyncFunction()))
            return;

        Report(
            context, project, call.TargetMethod, call.Syntax, path.IsHot ? null : DiagnosticSeverity.Info,
            ImmutableDictionary<string, string?>.Empty, $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}");
        _ = fact;
    }
}

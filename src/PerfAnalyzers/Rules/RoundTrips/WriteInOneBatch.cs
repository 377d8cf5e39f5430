using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.RoundTrips;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteInOneBatch() : PerfAnalyzer(Descriptor)
{
    internal const string Id = "PERF0302";

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Confidence.Certain, latency: Effect.Better, throughput: Effect.Better,
        title: "Write the items of a loop in one batch",
        message: "'{0}' {1} for every item of the loop; {2}");

    private protected override void Register(CompilationStartAnalysisContext start, Project project) =>
        start.RegisterOperationAction(context => Analyze(context, project), OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, Project project)
    {
        var call = (IInvocationOperation)context.Operation;
        if (RepeatedWrite.Find(call, project.RoundTrips) is not { } write || BatchForm.Of(write) is not { } form)
            return;
        var path = project.PathOf(call, context.CancellationToken);
        if (path.Kind is PathKind.Startup or PathKind.Test)
            return;
        var inTransaction = Transactions.SurroundFunctionOf(write.Loop.Loop);
        if (write.IsSqlite && inTransaction)
            return;

        var isCertain = path.IsHot && !inTransaction && project.Apis.Find(call, ApiRole.Write) is not null && write is { IsHttp: false, Use: ResultUse.None };
        Report(
            context, project, call.TargetMethod, call.Syntax, isCertain ? null : DiagnosticSeverity.Info, ImmutableDictionary<string, string?>.Empty,
            $"{Named(call).Name}.{call.TargetMethod.Name}", write.IsSqlite ? "waits for the disk" : "makes a round trip", form);
    }

    /// <summary>The type that the user knows the call by: of an inherited member the receiver's own type.</summary>
    private static ITypeSymbol Named(IInvocationOperation call) =>
        call.Instance?.Type is { Name.Length: > 0 } own and not ITypeParameterSymbol ? own : call.TargetMethod.ContainingType;
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Answers whether anybody suffers when the thread that runs an operation is blocked.</summary>
internal static class BlockedThread
{
    /// <summary>How loud a finding about blocking here may be; null where blocking is nobody's loss.</summary>
    public static DiagnosticSeverity? SeverityOfBlocking(this IOperation operation, Project project, CancellationToken cancellation)
    {
        if (operation.IsInNameOf() || operation.IsInExpressionTree() || TwinAtHand.IsSynchronousForm(operation))
            return null;
        var path = project.PathOf(operation, cancellation);
        return path.IsExempt ? null
            : path.IsHot ? DiagnosticSeverity.Warning
            : operation.IsInAsynchronousFunction() || IsPoolWork(operation) ? DiagnosticSeverity.Info
            : null;
    }

    /// <summary>True in a lambda that Task.Run would take as async too: its thread comes from the pool.</summary>
    private static bool IsPoolWork(IOperation operation) =>
        operation.EnclosingLambda()?.TakingCall() is { TargetMethod: { Name: "Run" } run } && run.ContainingType.IsTask();
}

using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers which methods of libraries run the functions that they are given before they are done: retries, policies, loops.
/// </summary>
internal static class Runners
{
    private static readonly ImmutableArray<string> Verbs = ImmutableArray.Create("Execute", "Run", "Invoke", "Retry", "ForEach");

    public static bool Run(IInvocationOperation call) =>
        Verbs.Any(verb => call.TargetMethod.Name.StartsWith(verb, StringComparison.Ordinal))
        && (call.TargetMethod.ReturnsVoid || !IsDropped(call));

    /// <summary>True where the function runs once for each of the elements, of which there may be none.</summary>
    public static bool IsLoop(IInvocationOperation call) => call.TargetMethod.Name.StartsWith("ForEach", StringComparison.Ordinal);

    /// <summary>True where nobody waits for what was started.</summary>
    private static bool IsDropped(IInvocationOperation call) =>
        call.Type.IsTask() && call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}

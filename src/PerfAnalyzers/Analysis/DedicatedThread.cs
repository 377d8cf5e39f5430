using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Analysis;

/// <summary>Answers whether code runs on a thread that was made for it: blocking there starves nobody.</summary>
internal static class DedicatedThread
{
    private const int LongRunning = 2;

    public static bool IsOnDedicatedThread(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation { Symbol.IsAsync: false } && Starts(parent.Parent))
                return true;
        return operation.EnclosingFunction() is { IsAsync: false } function && MethodGroups.Passing(function, operation).Any(Starts);
    }

    /// <summary>True where the delegate made here is the body of a new thread or of a long-running task.</summary>
    private static bool Starts(IOperation? madeFrom)
    {
        while (madeFrom is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            madeFrom = madeFrom.Parent;
        return madeFrom is IArgumentOperation { Parent: { } receiver } && receiver switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol type } creation =>
                type.Is("System.Threading.Thread") || (type.Name == "Task" && type.IsTask() && creation.Arguments.Any(IsLongRunning)),
            IInvocationOperation { TargetMethod.Name: "StartNew" } start => start.TargetMethod.ContainingType.Name == "TaskFactory" && start.Arguments.Any(IsLongRunning),
            _ => false,
        };
    }

    private static bool IsLongRunning(IArgumentOperation argument) =>
        argument.Parameter?.Type.Name == "TaskCreationOptions" && argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & LongRunning) != 0;
}

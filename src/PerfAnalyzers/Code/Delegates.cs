namespace PerfAnalyzers.Code;

internal static class Delegates
{
    /// <summary>The lambda or method group that an argument makes a delegate of.</summary>
    public static IOperation WithoutDelegate(this IOperation operation)
    {
        operation = operation.WithoutConversions();
        return operation is IDelegateCreationOperation creation ? creation.Target : operation;
    }

    /// <summary>The call that is given the lambda as an argument.</summary>
    public static IInvocationOperation? TakingCall(this IOperation lambda) => lambda.TakingArgument()?.Parent as IInvocationOperation;

    /// <summary>The argument that the lambda or method group is.</summary>
    public static IArgumentOperation? TakingArgument(this IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        return parent as IArgumentOperation;
    }
}

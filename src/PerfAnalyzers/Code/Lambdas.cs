namespace PerfAnalyzers.Code;

/// <summary>Answers what becomes of a lambda or method group: which delegate, which argument of which call.</summary>
internal static class Lambdas
{
    /// <summary>The lambda or method group that an argument makes a delegate of.</summary>
    public static IOperation WithoutDelegate(this IOperation operation)
    {
        operation = operation.WithoutConversions();
        return operation is IDelegateCreationOperation creation ? creation.Target : operation;
    }

    /// <summary>The delegate that the lambda or method group becomes: itself under its conversions.</summary>
    public static IOperation AsDelegate(this IOperation lambda)
    {
        while (lambda.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            lambda = lambda.Parent;
        return lambda;
    }

    /// <summary>The argument that the lambda or method group is.</summary>
    public static IArgumentOperation? TakingArgument(this IOperation lambda) => lambda.AsDelegate().Parent as IArgumentOperation;

    /// <summary>The call that is given the lambda as an argument.</summary>
    public static IInvocationOperation? TakingCall(this IOperation lambda) => lambda.TakingArgument()?.Parent as IInvocationOperation;
}

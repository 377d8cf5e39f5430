namespace PerfAnalyzers.Code;

/// <summary>Answers what a call is made on, and what stands under conversions.</summary>
internal static class Receivers
{
    /// <summary>What a call is made on: its instance, or the first argument of an extension method, as the user wrote it.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        (call.Instance ?? ThisArgument(call)?.Value)?.WithoutConversions();

    private static IArgumentOperation? ThisArgument(IInvocationOperation call) =>
        call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) : null;

    /// <summary>The operation under conversions and parentheses; the value before <c>?.</c> for a conditional access.</summary>
    public static IOperation WithoutConversions(this IOperation operation)
    {
        while (true)
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IConditionalAccessInstanceOperation instance when instance.ConditionalAccess() is { } access:
                    operation = access.Operation;
                    break;
                default:
                    return operation;
            }
    }

    private static IConditionalAccessOperation? ConditionalAccess(this IConditionalAccessInstanceOperation instance)
    {
        for (IOperation? inner = instance, outer = instance.Parent; outer is not null; inner = outer, outer = outer.Parent)
            if (outer is IConditionalAccessOperation access && ReferenceEquals(access.WhenNotNull, inner))
                return access;
        return null;
    }
}

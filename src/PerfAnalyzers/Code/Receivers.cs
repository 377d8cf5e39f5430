namespace PerfAnalyzers.Code;

internal static class Receivers
{
    /// <summary>What a call is made on: its instance, or the first argument of an extension method, as the user wrote it.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        (call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value : null))
            ?.WithoutConversions();

    /// <summary>The operation under casts, implicit conversions and parentheses; the value before <c>?.</c> for a conditional access.</summary>
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

    /// <summary>True for the constant 0 and for TimeSpan.Zero.</summary>
    public static bool IsZero(this IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: 0 } || value.WithoutConversions() is IFieldReferenceOperation { Field.Name: "Zero" };
}

using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>Answers what decides, within one function, whether an operation happens when the function is called.</summary>
internal static class Occurrence
{
    /// <summary>
    /// The decisions on which the operation depends; none where every call does it. Checks of the arguments do not count, nor do
    /// exceptions.
    /// </summary>
    public static ImmutableArray<Choice> ChoicesOf(IOperation operation, IOperation function)
    {
        var choices = ImmutableArray.CreateBuilder<Choice>();
        foreach (var (inner, outer) in Around(operation, function))
            if (Decides(inner, outer) is { } choice)
                choices.Add(choice);
        choices.AddRange(EarlierReturns(operation, function));
        return choices.ToImmutable();
    }

    private static Choice? Decides(IOperation inner, IOperation outer) => outer switch
    {
        IConditionalAccessOperation => null,
        ILoopOperation loop => ReferenceEquals(loop.Body, inner) && !RunsAtLeastOnce(loop) ? new(loop, 0) : null,
        IConditionalOperation choice when IsCheckOfArguments(choice.Condition) => null,
        IBinaryOperation both when IsCheckOfArguments(both.LeftOperand) => null,
        _ => Choice.Of(inner, outer),
    };

    /// <summary>A retry begins at least once; a loop over data may have nothing to do.</summary>
    private static bool RunsAtLeastOnce(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { ConditionIsTop: false } => true,
        IWhileLoopOperation { Condition: var condition } => condition is null or { ConstantValue: { HasValue: true, Value: true } },
        IForLoopOperation { Condition: var condition } => condition is null or IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual,
            RightOperand: { ConstantValue.HasValue: true } or IFieldReferenceOperation or IParameterReferenceOperation,
        },
        _ => false,
    };

    /// <summary>Each operation within the function that holds the given one, with the part of it that does.</summary>
    private static IEnumerable<(IOperation Inner, IOperation Outer)> Around(IOperation operation, IOperation function)
    {
        var inner = operation;
        for (var outer = operation.Parent; outer is not null && !ReferenceEquals(inner, function); outer = outer.Parent)
        {
            yield return (inner, outer);
            inner = outer;
        }
    }

    /// <summary>A return before the operation leaves the function in some calls.</summary>
    private static IEnumerable<Choice> EarlierReturns(IOperation operation, IOperation function) =>
        from earlier in LoopCode.WithoutOtherFunctions(function)
        where earlier is IReturnOperation { IsImplicit: false } && earlier.Syntax.Span.End <= operation.Syntax.SpanStart
        let decision = OutermostChoice(earlier, function, apartFrom: operation)
        where decision is not null && !IsCheckOfArguments((decision.At as IConditionalOperation)?.Condition)
        select decision with { Branch = 1 - Math.Min(decision.Branch, 1) };

    /// <summary>The outermost decision about one operation that is none about the other.</summary>
    private static Choice? OutermostChoice(IOperation operation, IOperation function, IOperation apartFrom)
    {
        Choice? outermost = null;
        foreach (var (inner, outer) in Around(operation, function))
        {
            if (outer.Syntax.Span.Contains(apartFrom.Syntax.Span))
                break;
            if (outer is not ICatchClauseOperation && (outer is ILoopOperation ? new(outer, 0) : Choice.Of(inner, outer)) is { } choice)
                outermost = choice;
        }
        return outermost;
    }

    /// <summary>
    /// True for a condition that looks only whether the parameters hold anything: <c>id == 0</c>, <c>name is null</c>, <c>ids.Count >
    /// 0</c>.
    /// </summary>
    private static bool IsCheckOfArguments(IOperation? condition) => condition?.WithoutConversions() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsCheckOfArguments(not.Operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both =>
            IsCheckOfArguments(both.LeftOperand) && IsCheckOfArguments(both.RightOperand),
        IBinaryOperation comparison => (IsGiven(comparison.LeftOperand) && IsNothing(comparison.RightOperand))
            || (IsGiven(comparison.RightOperand) && IsNothing(comparison.LeftOperand)),
        IIsPatternOperation match => IsGiven(match.Value),
        IPropertyReferenceOperation { Property.Name: "HasValue" or "IsEmpty" or "IsDefaultOrEmpty", Instance: { } value } => IsGiven(value),
        IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "Any", Arguments: [var only] } =>
            IsGiven(only.Value),
        _ => false,
    };

    /// <summary>A parameter, or a part of one, but no flag and no kind, by which a method does one thing or another.</summary>
    private static bool IsGiven(IOperation value)
    {
        value = value.WithoutConversions();
        if (value.Type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean })
            return false;
        while (value is IMemberReferenceOperation { Instance: { } whole })
            value = whole.WithoutConversions();
        return value is IParameterReferenceOperation { Parameter: var parameter }
            && parameter.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor };
    }

    private static bool IsNothing(IOperation value) =>
        value.WithoutConversions() is { ConstantValue.HasValue: true } or IDefaultValueOperation
            or IFieldReferenceOperation { Field.Name: "Empty" or "MinValue" or "Zero" };
}

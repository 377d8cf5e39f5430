namespace PerfAnalyzers.Code;

/// <summary>A place at which code decides whether a part of it runs.</summary>
/// <param name="At">What decides: a condition, a switch, the value before <c>??</c>.</param>
/// <param name="Branch">Which of its branches the part is in: 0 for the first.</param>
internal sealed record Choice(IOperation At, int Branch)
{
    /// <summary>
    /// The decision that the outer operation makes about the inner one; null where it always runs it. Loops are not asked here.
    /// </summary>
    public static Choice? Of(IOperation inner, IOperation outer) => outer switch
    {
        IConditionalOperation choice when !ReferenceEquals(choice.Condition, inner) =>
            new(choice, ReferenceEquals(choice.WhenTrue, inner) ? 0 : 1),
        ICoalesceOperation coalesce when !ReferenceEquals(coalesce.Value, inner) => new(coalesce, 0),
        ICoalesceAssignmentOperation assignment when !ReferenceEquals(assignment.Target, inner) => new(assignment, 0),
        IConditionalAccessOperation access when !ReferenceEquals(access.Operation, inner) => new(access, 0),
        IBinaryOperation both when IsShortCut(both) && !ReferenceEquals(both.LeftOperand, inner) => new(both, 0),
        ISwitchCaseOperation or ISwitchExpressionArmOperation => new(outer.Parent ?? outer, IndexIn(outer.Parent ?? outer, outer)),
        ICatchClauseOperation => new(outer, 0),
        _ => null,
    };

    private static bool IsShortCut(IBinaryOperation both) =>
        both.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;

    private static int IndexIn(IOperation all, IOperation one)
    {
        var index = 0;
        foreach (var child in all.ChildOperations)
        {
            if (ReferenceEquals(child, one))
                return index;
            index++;
        }
        return 0;
    }
}

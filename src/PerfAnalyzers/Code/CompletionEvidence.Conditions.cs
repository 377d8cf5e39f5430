namespace PerfAnalyzers.Code;

/// <summary>Which conditions can only come out as they have if the task is complete.</summary>
internal sealed partial class CompletionEvidence
{
    private static readonly ImmutableHashSet<string> CompletionTests = ImmutableHashSet.Create(
        "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled");

    /// <summary>True where the condition can only come to this truth if the task is complete.</summary>
    private bool Implied(IOperation condition, bool truth)
    {
        condition = condition.WithoutConversions();
        return condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation => Implied(negation.Operand, !truth),
            IBinaryOperation comparison => ImpliedByOperator(comparison, truth),
            IPropertyReferenceOperation { Instance: { } task } test => truth && IsCompletionTest(test.Property) && Names(task, test),
            IIsPatternOperation { Pattern: IRecursivePatternOperation pattern } test =>
                truth && IsCompletionPattern(pattern) && Names(test.Value, test),
            IInvocationOperation call => truth && ImpliedByWait(call),
            _ => false,
        };
    }

    private bool ImpliedByOperator(IBinaryOperation operation, bool truth) => operation.OperatorKind switch
    {
        BinaryOperatorKind.ConditionalAnd => truth && ImpliedByEither(operation, true),
        BinaryOperatorKind.ConditionalOr => !truth && ImpliedByEither(operation, false),
        BinaryOperatorKind.Equals => truth && IsWonByEither(operation),
        BinaryOperatorKind.NotEquals => !truth && IsWonByEither(operation),
        _ => false,
    };

    /// <summary>Both operands have been evaluated and have come to the same truth.</summary>
    private bool ImpliedByEither(IBinaryOperation both, bool truth) =>
        Implied(both.LeftOperand, truth) || Implied(both.RightOperand, truth) || Done(both.RightOperand);

    /// <summary>A wait with a limit that says that the task was complete in time.</summary>
    private bool ImpliedByWait(IInvocationOperation call) => call.TargetMethod.ContainingType.IsTask() && call.TargetMethod switch
    {
        { Name: "Wait", ReturnType.SpecialType: SpecialType.System_Boolean } => call.Instance is { } task && Names(task, call),
        { Name: "WaitAll" } => call.Arguments.Length > 0 && Covers(call.Arguments[0].Value, call),
        _ => false,
    };

    private static bool IsCompletionTest(IPropertySymbol property) =>
        CompletionTests.Contains(property.Name) && property.ContainingType.IsTask();

    private static bool IsCompletionPattern(IRecursivePatternOperation pattern) => pattern.PropertySubpatterns.Any(property =>
        property.Member is IPropertyReferenceOperation { Property.Name: var name } && CompletionTests.Contains(name)
        && property.Pattern is IConstantPatternOperation { Value: var value } && value.IsConstant(true));

    private bool IsWonByEither(IBinaryOperation comparison) =>
        IsWon(comparison.LeftOperand, comparison.RightOperand) || IsWon(comparison.RightOperand, comparison.LeftOperand);

    /// <summary>
    /// True for <c>await Task.WhenAny(task, other) == task</c>, and for the winner kept in a local; also for
    /// <c>task.Status == TaskStatus.RanToCompletion</c>.
    /// </summary>
    private bool IsWon(IOperation winner, IOperation task)
    {
        winner = winner.WithoutConversions();
        if (winner is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } tested })
            return IsFinalStatus(task.WithoutConversions()) && Names(tested, winner);
        if (winner is ILocalReferenceOperation local)
            winner = local.OnlyValue() ?? winner;
        return winner.IsMadeComplete() && Names(task, task);
    }

    private static bool IsFinalStatus(IOperation status) =>
        status is IFieldReferenceOperation { Field.Name: "RanToCompletion" or "Faulted" or "Canceled" };
}

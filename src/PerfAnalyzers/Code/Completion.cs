namespace PerfAnalyzers.Code;

/// <summary>
/// Answers whether a task is known to be complete where it is waited for, so that the wait returns at once.
/// Only what runs before on every way to the place counts; what happens in another branch or in another function does not.
/// </summary>
internal static class Completion
{
    /// <summary>True where the task that the expression yields is complete whenever the expression is evaluated.</summary>
    public static bool IsKnownComplete(this IOperation task)
    {
        task = task.UnwrapTask();
        return task.IsMadeComplete() || IsCompletedBefore(task, TaskNames.Of(task));
    }

    /// <summary>True where every task of the collection is complete.</summary>
    public static bool AreKnownComplete(this IOperation tasks)
    {
        tasks = tasks.WithoutConversions();
        return tasks is IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements }
            ? elements.All(element => element.IsKnownComplete())
            : IsCompletedBefore(tasks, TaskNames.Elements(tasks));
    }

    /// <summary>True for an expression that yields only tasks that are complete from the start.</summary>
    public static bool IsMadeComplete(this IOperation operation) => operation.UnwrapTask() switch
    {
        IInvocationOperation call => call.TargetMethod.ContainingType.IsTask() && call.TargetMethod.Name is "FromResult" or "FromException" or "FromCanceled",
        IMemberReferenceOperation { Member: { Name: "CompletedTask", ContainingType: var type } } => type.IsTask(),
        IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: [var declared] } } field => IsMadeComplete(field, declared.GetSyntax()),
        IAwaitOperation { Operation: var race } => race.UnwrapTask() is IInvocationOperation { TargetMethod: { Name: "WhenAny" } any } && any.ContainingType.IsTask(),
        IObjectCreationOperation { Type: { Name: "ValueTask" } type, Arguments: [var argument] } => type.IsTask() && !argument.Value.WithoutConversions().Type.IsTask()
            && argument.Parameter?.Type.Name != "IValueTaskSource",
        IConditionalOperation { WhenFalse: { } otherwise } choice => choice.WhenTrue.IsMadeComplete() && otherwise.IsMadeComplete(),
        ICoalesceOperation choice => choice.Value.IsMadeComplete() && choice.WhenNull.IsMadeComplete(),
        _ => false,
    };

    private static bool IsMadeComplete(IFieldReferenceOperation field, SyntaxNode declarator) =>
        declarator.SyntaxTree == field.Syntax.SyntaxTree
        && declarator is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: var value }
        && field.SemanticModel!.GetOperation(value)?.IsMadeComplete() == true;

    private static bool IsCompletedBefore(IOperation use, IEnumerable<TaskName> names)
    {
        var evidence = new CompletionEvidence(use, names.ToImmutableArray());
        return evidence.HasTarget && Before(use).Any(evidence.Holds);
    }

    /// <summary>What has run, or is known to be true, on every way to the operation.</summary>
    private static IEnumerable<Fact> Before(IOperation operation)
    {
        for (IOperation child = operation; child.Parent is { } parent and not ILocalFunctionOperation; child = parent)
            switch (parent)
            {
                case IConditionalOperation choice when !ReferenceEquals(child, choice.Condition):
                    yield return new(choice.Condition, Truth: ReferenceEquals(child, choice.WhenTrue));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } logic when ReferenceEquals(child, logic.RightOperand):
                    yield return new(logic.LeftOperand, Truth: logic.OperatorKind == BinaryOperatorKind.ConditionalAnd);
                    break;
                case IWhileLoopOperation { Condition: { } condition, ConditionIsTop: true } loop when ReferenceEquals(child, loop.Body):
                    yield return new(condition, Truth: !loop.ConditionIsUntil);
                    break;
                case IForLoopOperation { Condition: { } condition } loop when ReferenceEquals(child, loop.Body):
                    yield return new(condition, Truth: true);
                    foreach (var before in loop.Before)
                        yield return new(before);
                    break;
                case ITryOperation:
                    break;
                case ISwitchOperation choice:
                    yield return new(choice.Value);
                    break;
                case ISwitchExpressionOperation choice:
                    yield return new(choice.Value);
                    break;
                case IForEachLoopOperation or IAnonymousFunctionOperation:
                    yield return new(parent, IsAround: true);
                    break;
                default:
                    foreach (var sibling in parent.ChildOperations.TakeWhile(sibling => !ReferenceEquals(sibling, child)).Reverse())
                        yield return new(sibling);
                    break;
            }
    }

    /// <summary>Something that holds at a place.</summary>
    /// <param name="Operation">What has been evaluated, or what encloses the place.</param>
    /// <param name="Truth">What a condition has come to; null where it is not known.</param>
    /// <param name="IsAround">True for the loop or lambda that encloses the place.</param>
    internal readonly record struct Fact(IOperation Operation, bool? Truth = null, bool IsAround = false);
}

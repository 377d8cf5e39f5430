using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// Answers whether a task is known to be complete where it is waited for, so that the wait returns at once.
/// Only what runs before on every way to the place counts; what happens in another branch or in another function does not.
/// </summary>
internal static class Completion
{
    /// <summary>The code that shows that the task is complete whenever the expression is evaluated; null where nothing does.</summary>
    public static IOperation? Of(IOperation task)
    {
        task = task.UnwrapTask();
        return task.IsMadeComplete() ? task : CompletedBefore(task, TaskNames.Of(task));
    }

    /// <summary>The code that shows that every task of the collection is complete; null where nothing does.</summary>
    public static IOperation? OfAll(IOperation tasks)
    {
        tasks = tasks.WithoutConversions();
        if (tasks is not IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements })
            return CompletedBefore(tasks, TaskNames.Elements(tasks));
        var reasons = elements.Select(Of).ToList();
        return reasons.Contains(null) ? null : reasons[0];
    }

    /// <summary>True for an expression that yields only tasks that are complete from the start.</summary>
    public static bool IsMadeComplete(this IOperation operation) => operation.UnwrapTask() switch
    {
        IInvocationOperation { TargetMethod: { Name: "FromResult" or "FromException" or "FromCanceled" } method } =>
            method.ContainingType.IsTask(),
        IMemberReferenceOperation { Member: { Name: "CompletedTask", ContainingType: var type } } => type.IsTask(),
        IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: [var declared] } } field =>
            IsMadeComplete(field, declared.GetSyntax()),
        IAwaitOperation race => race.AwaitedCall() is { TargetMethod: { Name: "WhenAny" } any } && any.ContainingType.IsTask(),
        IObjectCreationOperation { Type: { Name: "ValueTask" } type, Arguments: [var argument] } => type.IsTask() && IsResult(argument),
        IConditionalOperation { WhenFalse: { } otherwise } choice => choice.WhenTrue.IsMadeComplete() && otherwise.IsMadeComplete(),
        ICoalesceOperation choice => choice.Value.IsMadeComplete() && choice.WhenNull.IsMadeComplete(),
        _ => false,
    };

    /// <summary>True where a ValueTask is made of its result, not of a task or a source.</summary>
    private static bool IsResult(IArgumentOperation argument) =>
        !argument.Value.WithoutConversions().Type.IsTask() && argument.Parameter?.Type.Name != "IValueTaskSource";

    private static bool IsMadeComplete(IFieldReferenceOperation field, SyntaxNode declarator) =>
        declarator.SyntaxTree == field.Syntax.SyntaxTree
        && declarator is VariableDeclaratorSyntax { Initializer.Value: var value }
        && field.SemanticModel!.GetOperation(value)?.IsMadeComplete() == true;

    private static IOperation? CompletedBefore(IOperation use, IEnumerable<TaskName> names)
    {
        var evidence = new CompletionEvidence(use, names.ToImmutableArray());
        return evidence.HasTarget ? Before(use).FirstOrDefault(evidence.Holds).Operation : null;
    }

    /// <summary>What has run, or is known to be true, on every way to the operation; from the nearest.</summary>
    private static IEnumerable<Fact> Before(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent and not ILocalFunctionOperation; child = parent)
            foreach (var fact in Around(child, parent))
                yield return fact;
    }

    private static IEnumerable<Fact> Around(IOperation child, IOperation parent) => parent switch
    {
        IConditionalOperation choice when !ReferenceEquals(child, choice.Condition) =>
            [new(choice.Condition, Truth: ReferenceEquals(child, choice.WhenTrue))],
        IBinaryOperation logic when IsShortCircuit(logic.OperatorKind) => ReferenceEquals(child, logic.RightOperand)
            ? [new(logic.LeftOperand, Truth: logic.OperatorKind == BinaryOperatorKind.ConditionalAnd)]
            : [],
        IWhileLoopOperation { Condition: { } condition, ConditionIsTop: true } loop when ReferenceEquals(child, loop.Body) =>
            [new(condition, Truth: !loop.ConditionIsUntil)],
        IForLoopOperation { Condition: { } condition } loop when ReferenceEquals(child, loop.Body) =>
            loop.Before.Select(before => new Fact(before)).Prepend(new(condition, Truth: true)),
        ITryOperation => [],
        ISwitchOperation choice => [new(choice.Value)],
        ISwitchExpressionOperation choice => [new(choice.Value)],
        IForEachLoopOperation or IAnonymousFunctionOperation => [new(parent, IsAround: true)],
        _ => parent.ChildOperations.TakeWhile(sibling => !ReferenceEquals(sibling, child)).Reverse().Select(sibling => new Fact(sibling)),
    };

    /// <summary>True for <c>&amp;&amp;</c> and <c>||</c>, whose right operand may not be evaluated.</summary>
    public static bool IsShortCircuit(BinaryOperatorKind kind) =>
        kind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;

    /// <summary>Something that holds at a place.</summary>
    /// <param name="Operation">What has been evaluated, or what encloses the place.</param>
    /// <param name="Truth">What a condition has come to; null where it is not known.</param>
    /// <param name="IsAround">True for the loop or lambda that encloses the place.</param>
    internal readonly record struct Fact(IOperation Operation, bool? Truth = null, bool IsAround = false);
}

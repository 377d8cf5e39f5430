namespace PerfAnalyzers.Code;

/// <summary>
/// What a <c>while</c> or <c>do</c> takes its items from: a reader that is read to its end, an enumerator, a queue that is emptied, the
/// lines of a text, a list by its index. Any other condition is a retry, a poll or a page.
/// </summary>
internal sealed partial class LoopCode
{
    private static readonly ImmutableArray<string> Queues = ImmutableArray.Create(
        "System.Collections.Generic.Queue`1", "System.Collections.Generic.Stack`1", "System.Collections.Generic.PriorityQueue`2",
        "System.Collections.Concurrent.ConcurrentQueue`1", "System.Collections.Concurrent.ConcurrentStack`1",
        "System.Collections.Concurrent.ConcurrentBag`1");

    private static readonly ImmutableArray<string> Readers =
        ImmutableArray.Create("System.Data.IDataReader", "System.Data.Common.DbDataReader");

    private static readonly ImmutableHashSet<string> Refills =
        ImmutableHashSet.Create("Enqueue", "EnqueueRange", "Push", "PushRange", "Add");

    /// <summary>The data, and the variable that stands for the item in an iteration; null for a loop over none.</summary>
    private static (IOperation Source, ISymbol Item)? TakenBy(IWhileLoopOperation loop)
    {
        foreach (var part in loop.Condition?.DescendantsAndSelf() ?? [])
            if (TakenBy(part, loop) is { Source: { } source, Item: { } item } && !IsRefilled(source, loop.Body))
                return (source.WithoutConversions(), item);
        return null;
    }

    private static (IOperation? Source, ISymbol? Item) TakenBy(IOperation part, IWhileLoopOperation loop) => part switch
    {
        IInvocationOperation { Instance: { } from } step when StepsOn(step, from) => (from, ValueFlow.RootVariable(from)),
        IInvocationOperation { Instance: { } queue, TargetMethod.Name: "TryDequeue" or "TryPop" or "TryTake" } take
            when queue.Type.IsAnyOf(Queues) => (queue, ValueFlow.Variable(take.Arguments[0].Value)),
        IPropertyReferenceOperation { Property.Name: "Count", Instance: { } queue }
            when queue.Type.IsAnyOf(Queues) && IsTaken(queue, loop) => (queue, ValueFlow.RootVariable(queue)),
        ISimpleAssignmentOperation { Target: var line, Value: var read } when LinesOf(read) is { } text => (text, ValueFlow.Variable(line)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan, LeftOperand: var index, RightOperand: var bound }
            when Counted(bound) is { } list && ValueFlow.Variable(index.WithoutConversions()) is { } counter && IsRaised(counter, loop) =>
            (list, counter),
        _ => default,
    };

    /// <summary>True for the step of a reader or enumerator to its next row or element.</summary>
    private static bool StepsOn(IInvocationOperation step, IOperation from) => step.TargetMethod.Name switch
    {
        "Read" or "ReadAsync" => from.Type.IsAnyOf(Readers),
        "MoveNext" => from.Type.IsA("System.Collections.IEnumerator"),
        _ => false,
    };

    /// <summary>The text whose next line is read, also asynchronously; null for a connection, whose lines come when they come.</summary>
    private static IOperation? LinesOf(IOperation read)
    {
        var call = read is IAwaitOperation await ? await.AwaitedCall() : read.WithoutConversions() as IInvocationOperation;
        return call is { TargetMethod.Name: "ReadLine" or "ReadLineAsync", Instance: { } text }
            && text.Type.IsA("System.IO.TextReader") && text.OriginOfStream() != StreamOrigin.Network ? text : null;
    }

    private static bool IsTaken(IOperation queue, IWhileLoopOperation loop) => WithoutOtherFunctions(loop.Body).Any(operation =>
        operation is IInvocationOperation { TargetMethod.Name: "Dequeue" or "Pop", Instance: { } taken } && IsSameVariable(taken, queue));

    private static bool IsRaised(ISymbol counter, IWhileLoopOperation loop) => WithoutOtherFunctions(loop).Any(operation =>
        operation is IIncrementOrDecrementOperation { Kind: OperationKind.Increment, Target: var target }
        && counter.Same(ValueFlow.Variable(target)));

    /// <summary>True where the body adds to what the loop takes from: each item may bring others, as in a search through a graph.</summary>
    private static bool IsRefilled(IOperation source, IOperation body) => source.Type.IsAnyOf(Queues) && WithoutOtherFunctions(body)
        .Any(operation => operation is IInvocationOperation add && Refills.Contains(add.TargetMethod.Name)
            && IsSameVariable(add.Instance, source));

    private static bool IsSameVariable(IOperation? one, IOperation? other) =>
        ValueFlow.RootVariable(one) is { } variable && variable.Same(ValueFlow.RootVariable(other));
}

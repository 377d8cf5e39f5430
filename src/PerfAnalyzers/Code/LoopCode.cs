using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Code;

/// <summary>
/// Answers which loop repeats a piece of code within its function, and over which data it runs. What the loop's body does with the data
/// and with a call is asked in the other parts of this class. A lambda that runs for each element of a collection is a loop like another.
/// One per loop, so that what was found out once is known to all who ask; thread-safe.
/// </summary>
internal sealed partial class LoopCode
{
    private static readonly ConditionalWeakTable<IOperation, LoopCode> Known = new();

    private ImmutableArray<IOperation> ownCode;
    private FlowGraph? flow;
    private ValueFlow? itemFlow;

    private LoopCode(ILoopOperation loop)
    {
        (Loop, Body) = (loop, loop.Body);
        var taken = loop is IWhileLoopOperation open ? TakenBy(open) : null;
        Items = taken is { Item: var item } ? ImmutableArray.Create(item) : ItemVariables(loop).ToImmutableArray();
        Source = taken?.Source ?? SourceOf(loop);
    }

    private LoopCode(IInvocationOperation runner, IAnonymousFunctionOperation lambda)
    {
        (Loop, Body, Runner) = (runner, lambda.Body, runner);
        Items = ImmutableArray.Create<ISymbol>(lambda.Symbol.Parameters[0]);
        Source = ItemLambdas.SourceOf(runner);
        HandlesItemsTogether = ItemLambdas.AreHandledTogether(runner, lambda);
    }

    /// <summary>The statement, or the call that runs a lambda for each element.</summary>
    public IOperation Loop { get; }

    public IOperation Body { get; }

    /// <summary>The call that runs the lambda which is the body; null for a statement.</summary>
    public IInvocationOperation? Runner { get; }

    /// <summary>True where an item is begun before the one before it is done: in an asynchronous lambda, and on several threads.</summary>
    public bool HandlesItemsTogether { get; }

    /// <summary>True for a foreach or for over what is there as a whole before the loop begins.</summary>
    public bool HasItemsBefore => Loop is IForEachLoopOperation { IsAsynchronous: false } or IForLoopOperation;

    /// <summary>
    /// The variables that differ in every iteration: the loop variable of a foreach, also deconstructed, the counter of a for, and what a
    /// while takes its item from.
    /// </summary>
    public ImmutableArray<ISymbol> Items { get; }

    /// <summary>The next loop around this one, within the same function.</summary>
    public LoopCode? Outer => Around(Loop);

    /// <summary>The operations of the body that run in the loop's own function.</summary>
    public ImmutableArray<IOperation> OwnCode => ownCode.IsDefault ? ownCode = WithoutOtherFunctions(Body).ToImmutableArray() : ownCode;

    /// <summary>How values pass through the body.</summary>
    public FlowGraph Flow => flow ??= FlowGraph.In(Body);

    private ValueFlow ItemFlow => itemFlow ??= Flow.Of(Items);

    /// <summary>
    /// The nearest loop whose body contains the operation, within the same function. A lambda or local function is another function,
    /// except a lambda that is invoked where it is written, and one that is run for each element. A loop's header is not its body.
    /// </summary>
    public static LoopCode? Around(IOperation operation)
    {
        for (IOperation inner = operation, outer = operation.Parent!; outer is not null; inner = outer, outer = outer.Parent!)
            switch (outer)
            {
                case ILoopOperation loop when ReferenceEquals(loop.Body, inner):
                    return Known.GetValue(loop, known => new((ILoopOperation)known));
                case ILocalFunctionOperation:
                    return null;
                case IAnonymousFunctionOperation lambda when !IsInvokedInPlace(lambda):
                    return ItemLambdas.RunnerOf(lambda) is { } runner ? Known.GetValue(lambda, _ => new(runner, lambda)) : null;
            }
        return null;
    }

    /// <summary>The operation and what runs with it in the same function: not the bodies of lambdas and local functions.</summary>
    public static IEnumerable<IOperation> WithoutOtherFunctions(IOperation operation)
    {
        var open = new Stack<IOperation>([operation]);
        while (open.Count > 0)
        {
            var part = open.Pop();
            yield return part;
            foreach (var child in part.ChildOperations.Reverse())
                if (!IsOtherFunction(child))
                    open.Push(child);
        }
    }

    /// <summary>True for a variable that every iteration has anew.</summary>
    public bool IsDeclaredInside(ISymbol variable) =>
        variable.IsDeclaredIn(Loop.Syntax);

    private static bool IsOtherFunction(IOperation operation) =>
        operation is ILocalFunctionOperation || (operation is IAnonymousFunctionOperation lambda && !IsInvokedInPlace(lambda));

    private static bool IsInvokedInPlace(IAnonymousFunctionOperation lambda)
    {
        IOperation value = lambda;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
            value = value.Parent;
        return value.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call
            && ReferenceEquals(call.Instance, value);
    }

    private static IEnumerable<ISymbol> ItemVariables(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => each.Locals,
        IForLoopOperation counted => counted.AtLoopBottom.SelectMany(step => step.DescendantsAndSelf()).Select(Stepped).OfType<ISymbol>(),
        _ => [],
    };

    private static ISymbol? Stepped(IOperation step) => step switch
    {
        IIncrementOrDecrementOperation increment => ValueFlow.Variable(increment.Target),
        ICompoundAssignmentOperation assignment => ValueFlow.Variable(assignment.Target),
        _ => null,
    };

    private IEnumerable<IOperation> AncestorsInBody(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null && !ReferenceEquals(outer, Body); outer = outer.Parent)
            yield return outer;
    }

    private static bool IsWithin(IOperation outer, IOperation? inner)
    {
        for (; inner is not null; inner = inner.Parent)
            if (ReferenceEquals(inner, outer))
                return true;
        return false;
    }
}

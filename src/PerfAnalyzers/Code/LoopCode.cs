using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// Answers which loop repeats a piece of code within its function, and over which data it runs. What the loop's body does with the data
/// and with a call is asked in the other parts of this class.
/// </summary>
internal sealed partial class LoopCode
{
    private ValueFlow? itemFlow;
    private ImmutableArray<IOperation> ownCode;

    private LoopCode(ILoopOperation loop)
    {
        Loop = loop;
        Items = ItemVariables(loop).ToImmutableArray();
        Source = SourceOf(loop);
    }

    public ILoopOperation Loop { get; }

    public IOperation Body => Loop.Body;

    /// <summary>The variables that differ in every iteration: the loop variable of a foreach, also deconstructed, or the counter of a for.</summary>
    public ImmutableArray<ISymbol> Items { get; }

    /// <summary>The collection that the loop runs over: of a foreach, or the one whose Count or Length bounds the counter of a for; null where there is none.</summary>
    public IOperation? Source { get; }

    /// <summary>The next loop around this one, within the same function.</summary>
    public LoopCode? Outer => Around(Loop);

    /// <summary>
    /// The nearest loop whose body contains the operation, within the same function. A lambda or local function is another function,
    /// except a lambda that is invoked where it is written. A loop's header is not its body.
    /// </summary>
    public static LoopCode? Around(IOperation operation)
    {
        for (IOperation inner = operation, outer = operation.Parent!; outer is not null; inner = outer, outer = outer.Parent!)
            switch (outer)
            {
                case ILoopOperation loop when ReferenceEquals(loop.Body, inner):
                    return new(loop);
                case ILocalFunctionOperation:
                case IAnonymousFunctionOperation lambda when !IsInvokedInPlace(lambda):
                    return null;
            }
        return null;
    }

    /// <summary>
    /// True for a foreach or for over a collection: finite, and as long as the data (guard G6). Not for while and do (retries, queues), await foreach (streams),
    /// pages and other counters without a collection, lists that are written out in the code, and loops that wait between two items on purpose.
    /// </summary>
    public bool IsFiniteDataLoop => Source is not null && !IsStream(Source) && !IsCounter(Source) && !IsWrittenOut(Source) && !Throttles;

    /// <summary>True where the body waits, or takes a permit, so as to slow the loop down.</summary>
    public bool Throttles => OwnCode.OfType<IInvocationOperation>().Any(call => (call.TargetMethod.ContainingType?.Name, call.TargetMethod.Name) is
        ("Task", "Delay") or ("Thread", "Sleep") or ("SemaphoreSlim", "Wait" or "WaitAsync") or ("PeriodicTimer", _)
        or (_, "AttemptAcquire" or "AcquireAsync" or "WaitForNextTickAsync"));

    /// <summary>The operations of the body that run in the loop's own function.</summary>
    public ImmutableArray<IOperation> OwnCode => ownCode.IsDefault ? ownCode = WithoutOtherFunctions(Body).ToImmutableArray() : ownCode;

    /// <summary>The operation and what runs with it in the same function: not the bodies of lambdas and local functions.</summary>
    public static IEnumerable<IOperation> WithoutOtherFunctions(IOperation operation)
    {
        yield return operation;
        foreach (var child in operation.ChildOperations)
            if (child is not ILocalFunctionOperation && !(child is IAnonymousFunctionOperation lambda && !IsInvokedInPlace(lambda)))
                foreach (var part in WithoutOtherFunctions(child))
                    yield return part;
    }

    private static bool IsInvokedInPlace(IAnonymousFunctionOperation lambda)
    {
        IOperation value = lambda;
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation)
            value = value.Parent;
        return value.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call && ReferenceEquals(call.Instance, value);
    }

    private static IEnumerable<ISymbol> ItemVariables(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => each.Locals,
        IForLoopOperation counted => counted.AtLoopBottom
            .SelectMany(step => step.DescendantsAndSelf())
            .Select(part => part switch
            {
                IIncrementOrDecrementOperation increment => ValueFlow.Variable(increment.Target),
                ICompoundAssignmentOperation assignment => ValueFlow.Variable(assignment.Target),
                _ => null,
            })
            .OfType<ISymbol>(),
        _ => [],
    };

    private static IOperation? SourceOf(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation { IsAsynchronous: false } each => each.Collection.WithoutConversions(),
        IForLoopOperation counted => new[] { counted.Condition }.Concat(counted.Before).Select(Counted).FirstOrDefault(source => source is not null),
        _ => null,
    };

    /// <summary>The collection whose number of elements the operation mentions, also through a local that holds the number.</summary>
    private static IOperation? Counted(IOperation? bound)
    {
        foreach (var part in bound?.DescendantsAndSelf() ?? [])
            switch (part)
            {
                case IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } collection }:
                    return collection.WithoutConversions();
                case IInvocationOperation { TargetMethod.Name: "Count" } count when count.Receiver() is { Type: not null } counted:
                    return counted;
                case ILocalReferenceOperation number when number.InitialValue() is { } value && value.WithoutConversions() is IPropertyReferenceOperation or IInvocationOperation:
                    if (Counted(value) is { } source)
                        return source;
                    break;
            }
        return null;
    }

    private static bool IsStream(IOperation source) =>
        source is IInvocationOperation { TargetMethod.Name: "GetConsumingEnumerable" or "ReadAllAsync" }
        || source.Type is INamedTypeSymbol type && type.SelfBasesAndInterfaces().Any(t => t.Is("System.Collections.Concurrent.BlockingCollection`1"));

    /// <summary>Numbers that the loop makes up itself: pages, attempts, offsets.</summary>
    private static bool IsCounter(IOperation source) =>
        source is IInvocationOperation { TargetMethod: { Name: "Range" or "Repeat", ContainingType.Name: "Enumerable" } };

    /// <summary>A list whose elements stand in the code does not grow with the data.</summary>
    private static bool IsWrittenOut(IOperation source) =>
        (source is ILocalReferenceOperation local ? local.InitialValue()?.WithoutConversions() ?? source : source)
            is IArrayCreationOperation { Initializer: not null }
        || source is IFieldReferenceOperation { Field: { IsReadOnly: true } field }
            && field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } && IsWrittenList(value);

    private static bool IsWrittenList(ExpressionSyntax value) => value switch
    {
        CollectionExpressionSyntax list => list.Elements.All(element => element is ExpressionElementSyntax),
        ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax { Initializer: not null } or InitializerExpressionSyntax => true,
        _ => false,
    };
}

using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Answers whether the code around a synchronous call has its asynchronous twin already.</summary>
internal static class TwinAtHand
{
    public static bool IsAlreadyUsed(IInvocationOperation call, IMethodSymbol twin) => IsInTwin(call, twin) || IsInOtherBranch(call, twin);

    /// <summary>True in the synchronous branch of code that a flag makes asynchronous: <c>if (async) await Task.Delay(1); else Thread.Sleep(1);</c>.</summary>
    public static bool IsSynchronousForm(IOperation operation)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null and not IAnonymousFunctionOperation; child = parent, parent = parent.Parent)
            if (parent is IConditionalOperation choice && IsFlag(choice.Condition) && !Awaits(child)
                && (ReferenceEquals(child, choice.WhenTrue) ? Awaits(choice.WhenFalse) : ReferenceEquals(child, choice.WhenFalse) && Awaits(choice.WhenTrue)))
                return true;
        return false;
    }

    private static bool IsFlag(IOperation condition) =>
        (condition.WithoutConversions() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated } ? negated : condition).WithoutConversions()
            is IParameterReferenceOperation or ILocalReferenceOperation or IMemberReferenceOperation { Member: IFieldSymbol };

    private static bool Awaits(IOperation? branch) => branch?.DescendantsAndSelf().Any(operation => operation is IAwaitOperation) == true;

    /// <summary>True inside the twin itself, which would call itself without end, and inside an override, implementation or overload of it.</summary>
    private static bool IsInTwin(IInvocationOperation call, IMethodSymbol twin)
    {
        twin = (twin.ReducedFrom ?? twin).OriginalDefinition;
        for (ISymbol? symbol = call.EnclosingFunction(); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
            if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, twin)
                || (call.Instance is null or IInstanceReferenceOperation && IsFormOf(method, twin)))
                return true;
        return false;
    }

    private static bool IsFormOf(IMethodSymbol method, IMethodSymbol twin) =>
        method.Name.Split('.').Last() == twin.Name
        && method.ContainingType.SelfBasesAndInterfaces().Any(type => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, twin.ContainingType));

    /// <summary>True in <c>isAsync ? await ReadAsync() : Read()</c> and its like.</summary>
    private static bool IsInOtherBranch(IInvocationOperation call, IMethodSymbol twin)
    {
        IOperation child = call;
        for (var parent = call.Parent; parent is not null and not IAnonymousFunctionOperation; child = parent, parent = parent.Parent)
            if (Alternatives(parent, child).Any(other => other.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod.Name: var name } && name == twin.Name)))
                return true;
        return false;
    }

    /// <summary>What runs where the child does not: the other branch, the code after an <c>if</c> without <c>else</c>, the <c>if</c> that returned before.</summary>
    private static IEnumerable<IOperation> Alternatives(IOperation parent, IOperation child)
    {
        if (parent is IConditionalOperation choice && !ReferenceEquals(choice.Condition, child))
            return Present(ReferenceEquals(choice.WhenTrue, child) ? choice.WhenFalse : choice.WhenTrue);
        if (parent is not IBlockOperation block)
            return [];
        var before = block.Operations.TakeWhile(operation => !ReferenceEquals(operation, child)).OfType<IConditionalOperation>().Select(condition => condition.WhenTrue).Where(Returns);
        return child is IConditionalOperation { WhenFalse: null } test && Returns(test.WhenTrue)
            ? before.Concat(block.Operations.SkipWhile(operation => !ReferenceEquals(operation, child)).Skip(1))
            : before;
    }

    private static IEnumerable<IOperation> Present(IOperation? operation) => operation is null ? [] : [operation];

    private static bool Returns(IOperation operation) => operation.DescendantsAndSelf().Any(inner => inner is IReturnOperation);
}

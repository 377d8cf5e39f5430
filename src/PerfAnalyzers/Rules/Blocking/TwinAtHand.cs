using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.Blocking;

/// <summary>Answers whether the code around a synchronous call has its asynchronous twin already.</summary>
internal static class TwinAtHand
{
    /// <summary>The code that is the twin, or that uses it where this call does not run; null where there is none.</summary>
    public static SyntaxNode? UseOf(IInvocationOperation call, IMethodSymbol twin) =>
        IsInTwin(call, twin) ? call.Syntax : InOtherBranch(call, twin)?.Syntax;

    /// <summary>
    /// The choice that a flag makes between this synchronous code and asynchronous code:
    /// <c>if (async) await Task.Delay(1); else Thread.Sleep(1);</c>. Null where there is none.
    /// </summary>
    public static IConditionalOperation? SynchronousFormOf(IOperation operation)
    {
        foreach (var (part, whole) in operation.OutwardsInFunction())
            if (whole is IConditionalOperation choice && IsFlag(choice.Condition) && Awaits(OtherBranch(choice, part)) && !Awaits(part))
                return choice;
        return null;
    }

    /// <summary>The branch that runs where the given one does not; null for the condition.</summary>
    private static IOperation? OtherBranch(IConditionalOperation choice, IOperation branch)
    {
        if (ReferenceEquals(branch, choice.WhenTrue))
            return choice.WhenFalse;
        return ReferenceEquals(branch, choice.WhenFalse) ? choice.WhenTrue : null;
    }

    private static bool IsFlag(IOperation condition)
    {
        condition = condition.WithoutConversions();
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated })
            condition = negated.WithoutConversions();
        return condition is IParameterReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation;
    }

    private static bool Awaits(IOperation? branch) => branch?.DescendantsAndSelf().Any(operation => operation is IAwaitOperation) == true;

    /// <summary>True inside the twin itself, which would call itself without end, and inside an override or implementation of it.</summary>
    private static bool IsInTwin(IInvocationOperation call, IMethodSymbol twin)
    {
        twin = (twin.ReducedFrom ?? twin).OriginalDefinition;
        var onItself = call.Instance is null or IInstanceReferenceOperation;
        return call.EnclosingFunctions()
            .Any(function => function.OriginalDefinition.Same(twin) || (onItself && IsFormOf(function, twin)));
    }

    private static bool IsFormOf(IMethodSymbol method, IMethodSymbol twin) =>
        method.Name.Split('.').Last() == twin.Name
        && method.ContainingType.SelfBasesAndInterfaces().Any(type => type.OriginalDefinition.Same(twin.ContainingType));

    /// <summary>The call of the twin in <c>isAsync ? await ReadAsync() : Read()</c> and its like.</summary>
    private static IOperation? InOtherBranch(IInvocationOperation call, IMethodSymbol twin)
    {
        foreach (var (part, whole) in call.OutwardsInFunction())
            if (Alternatives(whole, part).SelectMany(CallsIn).FirstOrDefault(other => other.TargetMethod.Name == twin.Name) is { } use)
                return use;
        return null;
    }

    private static IEnumerable<IInvocationOperation> CallsIn(IOperation branch) =>
        branch.DescendantsAndSelf().OfType<IInvocationOperation>();

    /// <summary>
    /// What runs where the child does not: the other branch, the code after an <c>if</c> without <c>else</c>, the <c>if</c> that returned
    /// before.
    /// </summary>
    private static IEnumerable<IOperation> Alternatives(IOperation parent, IOperation child) => parent switch
    {
        IConditionalOperation choice => OtherBranch(choice, child) is { } other ? [other] : [],
        IBlockOperation block => child is IConditionalOperation { WhenFalse: null } test && Returns(test.WhenTrue)
            ? ReturnedBefore(block, child).Concat(block.Operations.SkipWhile(operation => !ReferenceEquals(operation, child)).Skip(1))
            : ReturnedBefore(block, child),
        _ => [],
    };

    private static IEnumerable<IOperation> ReturnedBefore(IBlockOperation block, IOperation child) => block.Operations
        .TakeWhile(operation => !ReferenceEquals(operation, child)).OfType<IConditionalOperation>()
        .Select(condition => condition.WhenTrue).Where(Returns);

    private static bool Returns(IOperation operation) => operation.DescendantsAndSelf().Any(inner => inner is IReturnOperation);
}

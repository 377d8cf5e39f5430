namespace PerfAnalyzers.Analysis;

/// <summary>Answers whether the code around a synchronous call has its asynchronous twin already.</summary>
internal static class TwinAtHand
{
    public static bool IsAlreadyUsed(IInvocationOperation call, IMethodSymbol twin) => IsInTwin(call, twin) || IsInOtherBranch(call, twin);

    /// <summary>True inside the twin itself, which would call itself without end.</summary>
    private static bool IsInTwin(IInvocationOperation call, IMethodSymbol twin)
    {
        twin = (twin.ReducedFrom ?? twin).OriginalDefinition;
        for (ISymbol? symbol = call.EnclosingFunction(); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, twin))
                return true;
            if (call.Instance is null or IInstanceReferenceOperation && (Overrides(method, twin) || Implements(method, twin)))
                return true;
        }
        return false;
    }

    private static bool Overrides(IMethodSymbol method, IMethodSymbol twin)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, twin))
                return true;
        return false;
    }

    private static bool Implements(IMethodSymbol method, IMethodSymbol twin) =>
        twin.ContainingType.TypeKind == TypeKind.Interface && method.ContainingType.AllInterfaces
            .SelectMany(contract => contract.GetMembers(twin.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, twin)
                && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    /// <summary>True in <c>isAsync ? await ReadAsync() : Read()</c> and its like.</summary>
    private static bool IsInOtherBranch(IInvocationOperation call, IMethodSymbol twin)
    {
        IOperation child = call;
        for (var parent = call.Parent; parent is not null and not IAnonymousFunctionOperation; child = parent, parent = parent.Parent)
        {
            if (parent is not IConditionalOperation choice || ReferenceEquals(choice.Condition, child))
                continue;
            var other = ReferenceEquals(choice.WhenTrue, child) ? choice.WhenFalse ?? Following(choice) : choice.WhenTrue;
            if (other?.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod.Name: var name } && name == twin.Name) == true)
                return true;
        }
        return false;
    }

    /// <summary>The statement after an <c>if</c> without <c>else</c> that returns.</summary>
    private static IOperation? Following(IConditionalOperation choice) =>
        choice.Parent is IBlockOperation block ? block.Operations.SkipWhile(operation => !ReferenceEquals(operation, choice)).Skip(1).FirstOrDefault() : null;
}

namespace PerfAnalyzers.Code;

/// <summary>Answers through which members a method or property can be called: its own, those it overrides, those it implements.</summary>
internal static class Contract
{
    /// <summary>The members whose call may run <paramref name="member"/>, as they are declared.</summary>
    public static ImmutableHashSet<ISymbol> MembersOf(ISymbol member)
    {
        var members = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        for (var current = member; current is not null; current = Overridden(current))
            members.Add(current.OriginalDefinition);
        if (member.ContainingType is { TypeKind: not TypeKind.Interface } type && !member.IsStatic)
            foreach (var contract in type.AllInterfaces)
                foreach (var candidate in contract.GetMembers(SimpleName(member)))
                    if (type.FindImplementationForInterfaceMember(candidate) is { } body && members.Contains(body.OriginalDefinition))
                        members.Add(candidate.OriginalDefinition);
        return members.ToImmutable();
    }

    /// <summary>The name as it is written at a call: <c>Handle</c> for <c>IHandler.Handle</c>, the type's name for a constructor.</summary>
    public static string SimpleName(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? member.ContainingType.Name
            : member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    public static bool IsDispose(IMethodSymbol method) =>
        method.Name is "Dispose" or "DisposeAsync"
        && (method.ContainingType.IsA("System.IDisposable") || method.ContainingType.IsA("System.IAsyncDisposable"));

    /// <summary>
    /// True where another library prescribes that the method is synchronous and has no asynchronous counterpart: nothing at hand can
    /// make it async. MVC's filters have one, under other names.
    /// </summary>
    public static bool MustBeSynchronous(IMethodSymbol method) => MembersOf(method).OfType<IMethodSymbol>().Any(member =>
        !member.ReturnType.IsTask() && !member.IsOwnOf(method.ContainingAssembly)
        && member.ContainingType.GetMembers(member.Name + "Async").IsEmpty
        && member.ContainingNamespace.ToDisplayString() != "Microsoft.AspNetCore.Mvc.Filters");

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}

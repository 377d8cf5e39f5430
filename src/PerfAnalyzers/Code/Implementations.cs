using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Code;

/// <summary>Answers which methods of an assembly a call of a contract may run: all implementations and overrides in sight.</summary>
internal sealed class Implementations
{
    private static readonly IEqualityComparer<ISymbol> Same = SymbolEqualityComparer.Default;
    private static readonly ConditionalWeakTable<IAssemblySymbol, Implementations> ByAssembly = new();

    /// <summary>The types of the assembly that can exist, by every type that they derive from or implement.</summary>
    private readonly Lazy<ILookup<ISymbol, INamedTypeSymbol>> byBase;

    private Implementations(IAssemblySymbol assembly) => byBase = new(() => TypesIn(assembly.GlobalNamespace)
        .Where(type => type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsStatic: false })
        .SelectMany(type => type.SelfBasesAndInterfaces().Select(known => (Base: (ISymbol)known.OriginalDefinition, Type: type)))
        .ToLookup(pair => pair.Base, pair => pair.Type, Same));

    /// <summary>Those of an assembly.</summary>
    public static Implementations In(IAssemblySymbol assembly) => ByAssembly.GetValue(assembly, known => new(known));

    /// <param name="method">The called method, as it is declared.</param>
    /// <param name="receiver">What it is called on, where that narrows down the types.</param>
    /// <param name="isVirtual">False for a call that runs the method itself, such as <c>base.Get()</c>.</param>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol method, INamedTypeSymbol? receiver, bool isVirtual)
    {
        var isContract = method.ContainingType?.TypeKind == TypeKind.Interface;
        if (!isContract && !(isVirtual && MayBeOverridden(method)))
            return ImmutableArray.Create(method);
        var from = receiver is { TypeKind: TypeKind.Class or TypeKind.Struct } narrow ? narrow.OriginalDefinition : method.ContainingType!;
        var found = byBase.Value[from].Select(type => isContract ? Implementation(type, method) : Override(type, method))
            .Append(isContract || method.IsAbstract ? null : Override(from, method))
            .OfType<IMethodSymbol>().Select(body => body.OriginalDefinition);
        return found.Where(body => !body.IsAbstract).Distinct(Same).Cast<IMethodSymbol>().ToImmutableArray();
    }

    private static bool MayBeOverridden(IMethodSymbol method) => method.IsAbstract || method.IsVirtual || method.IsOverride;

    /// <summary>The member as the type implements it: of a generic interface with the type's own arguments.</summary>
    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol method) =>
        type.AllInterfaces.Where(contract => Same.Equals(contract.OriginalDefinition, method.ContainingType))
            .SelectMany(contract => contract.GetMembers(method.Name))
            .Where(member => Same.Equals(member.OriginalDefinition, method))
            .Select(member => type.FindImplementationForInterfaceMember(member) as IMethodSymbol).FirstOrDefault();

    private static IMethodSymbol? Override(INamedTypeSymbol type, IMethodSymbol method)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
            foreach (var member in declaring.GetMembers(method.Name).OfType<IMethodSymbol>())
                for (var overridden = member; overridden is not null; overridden = overridden.OverriddenMethod)
                    if (Same.Equals(overridden.OriginalDefinition, method))
                        return member;
        return null;
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (var inner in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (inner is INamedTypeSymbol type)
                yield return type;
            foreach (var nested in TypesIn(inner))
                yield return nested;
        }
    }
}

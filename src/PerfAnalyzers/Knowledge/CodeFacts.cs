using PerfAnalyzers.Code;

namespace PerfAnalyzers.Knowledge;

/// <summary>What lines say about who runs code. A line about a type holds for what derives from it too; an exclusion wins.</summary>
internal sealed class CodeFacts(IEnumerable<ApiFact> facts)
{
    private readonly ILookup<string, ApiFact> byType =
        facts.Where(fact => fact.Role.Subject() == RoleSubject.Code).ToLookup(fact => fact.Api.MetadataName, StringComparer.Ordinal);

    /// <summary>What a line about the type itself says: of whoever has one in hand, of what bears the attribute, of what becomes the
    /// delegate.</summary>
    public ApiRole? OfType(INamedTypeSymbol type, ImmutableArray<ApiRole> asked) =>
        First(type, asked, (fact, _) => fact.Api.Member is null);

    /// <summary>What makes instances of the type.</summary>
    public ApiRole? OfInstances(INamedTypeSymbol type, ImmutableArray<ApiRole> asked) =>
        First(type, asked, (fact, _) => fact.Api.Member == WellKnownMemberNames.InstanceConstructorName);

    /// <summary>What runs the method, because it is the member of a line, or overrides or implements it.</summary>
    public ApiRole? OfMember(IMethodSymbol method, ImmutableArray<ApiRole> asked)
    {
        var name = Contract.SimpleName(method);
        var contracts = new Lazy<ImmutableHashSet<ISymbol>>(() => Contract.MembersOf(method));
        return First(method.ContainingType, asked, (fact, type) => fact.Api.Member switch
        {
            null => false,
            ApiName.EveryMember => contracts.Value.Any(contract => contract.ContainingType.Is(fact.Api.Type)),
            var member => member == name && contracts.Value.Any(contract => fact.Api.HasMember(contract) && IsMemberOf(type, contract)),
        });
    }

    /// <summary>What runs the functions that are handed to the method.</summary>
    public ApiRole? OfHandedTo(IMethodSymbol method, ImmutableArray<ApiRole> asked) =>
        method.ContainingType is not { } owner ? null : First(owner, asked, (fact, type) => fact.Api.Member switch
        {
            null => false,
            ApiName.EveryMember => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, owner.OriginalDefinition),
            _ => fact.Api.HasMember(method),
        });

    private ApiRole? First(INamedTypeSymbol type, ImmutableArray<ApiRole> asked, Func<ApiFact, INamedTypeSymbol, bool> holds)
    {
        var chain = type.SelfBasesAndInterfaces();
        foreach (var candidate in chain)
            foreach (var fact in byType[candidate.MetadataName])
                if (!fact.Excludes && asked.Contains(fact.Role) && candidate.Is(fact.Api.Type) && holds(fact, candidate))
                    return chain.Any(other => IsExcluded(other, fact.Role, holds)) ? null : fact.Role;
        return null;
    }

    private bool IsExcluded(INamedTypeSymbol type, ApiRole role, Func<ApiFact, INamedTypeSymbol, bool> holds)
    {
        foreach (var fact in byType[type.MetadataName])
            if (fact.Excludes && fact.Role == role && type.Is(fact.Api.Type))
                if (fact.Api.Member is null || holds(fact, type))
                    return true;
        return false;
    }

    private static bool IsMemberOf(INamedTypeSymbol type, ISymbol member) =>
        type.SelfBasesAndInterfaces().Any(candidate =>
            SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.ContainingType));
}

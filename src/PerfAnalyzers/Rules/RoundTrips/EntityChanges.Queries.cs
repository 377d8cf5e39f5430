using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Which queries would see the changes, or miss them.</summary>
internal sealed partial class EntityChanges
{
    /// <summary>
    /// True where a query could return something else before the changes are saved than after. Find looks at the tracked entities
    /// first, and a query for tracked entities returns the instances that were modified already; but rows that are not yet there, and
    /// values compared in the database, it sees only when saved.
    /// </summary>
    public bool MayBeSeenBy(IInvocationOperation query)
    {
        var queried = query.DescendantsAndSelf().Select(part => SetElement(part.Type)).OfType<ITypeSymbol>()
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default).ToList();
        if (query.TargetMethod.Name is "Find" or "FindAsync" || IsAddOrRemove(query))
            return false;
        if (queried.Any(added.Contains) || queried.Any(opaque.Contains))
            return true;
        return queried.Any(modified.Contains)
            && (ReturnsValues(query)
                || query.Descendants().OfType<IPropertyReferenceOperation>().Any(property => properties.Contains(property.Property.Name)));
    }

    private static bool ReturnsValues(IInvocationOperation query) =>
        query.Type?.OnceAwaited() is { SpecialType: not SpecialType.System_Void } result
        && (EntityType(result) is not { IsValueType: false }
            || query.DescendantsAndSelf().OfType<IInvocationOperation>().Any(ReturnsCopies));

    private static bool ReturnsCopies(IInvocationOperation call) =>
        call.TargetMethod.Name is "AsNoTracking" or "Select" or "SelectMany" or "GroupBy" or "Join";

    private static ITypeSymbol? SetElement(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: [var element] } named && named.Is("Microsoft.EntityFrameworkCore.DbSet`1")
            ? element
            : null;
}

using Microsoft.CodeAnalysis;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>The key of an entity type, as EF Core finds it by convention or attribute.</summary>
internal static class EntityKey
{
    /// <summary>The single key property: the one with [Key], or Id, or the type's name and Id; null where there is not just one.</summary>
    public static IPropertySymbol? Of(INamedTypeSymbol entity)
    {
        if (Bases(entity).Any(HasKeyOfItsOwn))
            return null;
        var properties = Bases(entity).SelectMany(type => type.GetMembers().OfType<IPropertySymbol>()).ToList();
        var marked = properties.Where(property => HasAttribute(property, "System.ComponentModel.DataAnnotations.KeyAttribute")).ToList();
        return marked.Count switch
        {
            0 => Named("Id") ?? Named(entity.Name + "Id"),
            1 => marked[0],
            _ => null,
        };

        IPropertySymbol? Named(string name) => properties.FirstOrDefault(property => property.Name == name);
    }

    /// <summary>
    /// True for types whose values compare in a Dictionary as they do in a database. Strings do not: a database may ignore case.
    /// </summary>
    public static bool IsPlainValue(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => true,
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_Decimal or SpecialType.System_DateTime } => true,
        { SpecialType: >= SpecialType.System_Char and <= SpecialType.System_UInt64 } => true,
        INamedTypeSymbol { ContainingNamespace.Name: "System", Name: "Guid" or "DateOnly" or "DateTimeOffset" } => true,
        _ => false,
    };

    /// <summary>True where an attribute on the type names a key of several parts, or says that there is none.</summary>
    private static bool HasKeyOfItsOwn(INamedTypeSymbol type) =>
        HasAttribute(type, "Microsoft.EntityFrameworkCore.PrimaryKeyAttribute")
        || HasAttribute(type, "Microsoft.EntityFrameworkCore.KeylessAttribute");

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    private static bool HasAttribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Is(name) == true);
}

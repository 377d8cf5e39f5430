using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>Answers which arguments and members are keys, by their types and names.</summary>
internal static class KeyArguments
{
    private static readonly ImmutableHashSet<string> Attributes = ImmutableHashSet.Create("KeyAttribute", "BsonIdAttribute");

    /// <summary>True for a text, a number or a Guid, and for what is named as a key.</summary>
    public static bool MayBeKey(this IArgumentOperation argument) =>
        IsKeyType(argument.Value.WithoutConversions().Type) || argument.IsNamedAsKey() || IsNamedAsKey(NameOf(argument.Value));

    /// <summary>True where the parameter is named as a key.</summary>
    public static bool IsNamedAsKey(this IArgumentOperation argument) => IsNamedAsKey(argument.Parameter?.Name);

    /// <summary>True for the property by which an entity is told from the others.</summary>
    public static bool IsKey(this IPropertySymbol property) =>
        property.Name is "Id" or "Key" || property.Name == property.ContainingType.Name + "Id"
        || property.GetAttributes().Any(attribute => Attributes.Contains(attribute.AttributeClass?.Name ?? ""));

    private static bool IsNamedAsKey(string? name) =>
        name is "id" or "key" or "Id"
        || (name is not null && (name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("Key", StringComparison.Ordinal)));

    private static string? NameOf(IOperation value) => ValueFlow.Variable(value.WithoutConversions())?.Name;

    private static bool IsKeyType(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } => IsKeyType(value),
        { SpecialType: SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Int64 } => true,
        _ => type.IsA("System.Guid"),
    };
}

using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers which properties of an entity the database may fill when the entity is saved.</summary>
/// <param name="loop">The loop in which entities are made and saved.</param>
internal sealed class GeneratedValues(LoopCode loop)
{
    private static readonly string[] Attributes =
        ["KeyAttribute", "DatabaseGeneratedAttribute", "TimestampAttribute", "ConcurrencyCheckAttribute"];

    /// <summary>
    /// Keys, row versions, and numbers, dates and bytes that the code does not set, may come from the database. Texts and flags are
    /// what they were given, and so are other objects.
    /// </summary>
    public bool May(IPropertySymbol property, ITypeSymbol entity)
    {
        if (property.GetAttributes().Any(attribute => Attributes.Contains(attribute.AttributeClass?.Name)) || IsNamedAsKey(property.Name))
            return true;
        var type = property.Type is INamedTypeSymbol
        {
            OriginalDefinition.SpecialType: SpecialType.System_Nullable_T,
            TypeArguments: [var value]
        } ? value : property.Type;
        return IsKindThatDatabasesMake(type) && !IsSet(property, entity);
    }

    private static bool IsNamedAsKey(string name) =>
        name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith("Key", StringComparison.Ordinal) || name.EndsWith("Version", StringComparison.Ordinal);

    private static bool IsKindThatDatabasesMake(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => true,
        { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean } => false,
        _ => type.IsValueType,
    };

    private bool IsSet(IPropertySymbol property, ITypeSymbol entity) => loop.OwnCode.OfType<ISimpleAssignmentOperation>().Any(assignment =>
        assignment.Target is IPropertyReferenceOperation { Property: var set, Instance.Type: { } type }
        && SymbolEqualityComparer.Default.Equals(set, property) && SymbolEqualityComparer.Default.Equals(type, entity));
}

namespace PerfAnalyzers.Code;

internal static class TypeNames
{
    public static IEnumerable<INamedTypeSymbol> SelfBasesAndInterfaces(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
        foreach (var contract in type.AllInterfaces)
            yield return contract;
    }

    /// <summary>Compares with a metadata name such as <c>System.Threading.Tasks.Task`1</c> from its end, without allocating.</summary>
    public static bool Is(this INamedTypeSymbol type, string metadataName)
    {
        var end = metadataName.Length;
        for (INamespaceOrTypeSymbol? part = type; part is INamedTypeSymbol or { Name.Length: > 0 }; part = (INamespaceOrTypeSymbol?)part.ContainingType ?? part.ContainingNamespace)
        {
            var start = end - part.MetadataName.Length;
            if (start < 0 || string.CompareOrdinal(metadataName, start, part.MetadataName, 0, part.MetadataName.Length) != 0)
                return false;
            end = start == 0 ? 0 : metadataName[start - 1] == (part.ContainingType is null ? '.' : '+') ? start - 1 : -1;
            if (end < 0)
                return false;
        }
        return end == 0;
    }
}

namespace PerfAnalyzers.Code;

/// <summary>Answers whether a type or member is the one that a name means, or descends from it.</summary>
internal static class TypeNames
{
    public static IEnumerable<INamedTypeSymbol> SelfBasesAndInterfaces(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
        foreach (var contract in type.AllInterfaces)
            yield return contract;
    }

    /// <summary>True where the type has the metadata name, derives from the type that has it, or implements it.</summary>
    public static bool IsA(this ITypeSymbol? type, string metadataName)
    {
        if (type is not INamedTypeSymbol named)
            return false;
        foreach (var candidate in named.SelfBasesAndInterfaces())
            if (candidate.Is(metadataName))
                return true;
        return false;
    }

    /// <summary>True where the type is any of those that the metadata names mean, derives from it or implements it.</summary>
    public static bool IsAnyOf(this ITypeSymbol? type, IEnumerable<string> metadataNames)
    {
        foreach (var name in metadataNames)
            if (type.IsA(name))
                return true;
        return false;
    }

    /// <summary>The name with everything that it is declared in, such as <c>System.Threading.Tasks.Task`1</c>.</summary>
    public static string FullMetadataName(this INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
            return $"{outer.FullMetadataName()}+{type.MetadataName}";
        var space = type.ContainingNamespace;
        return space is null or { IsGlobalNamespace: true } ? type.MetadataName : $"{space.ToDisplayString()}.{type.MetadataName}";
    }

    /// <summary>Compares with a metadata name such as <c>System.Threading.Tasks.Task`1</c> from its end, without allocating.</summary>
    public static bool Is(this INamedTypeSymbol type, string metadataName)
    {
        var end = metadataName.Length;
        for (INamespaceOrTypeSymbol? part = type; part is INamedTypeSymbol or { Name.Length: > 0 }; part = Container(part))
        {
            var name = part.MetadataName;
            var start = end - name.Length;
            if (start < 0 || string.CompareOrdinal(metadataName, start, name, 0, name.Length) != 0)
                return false;
            if (start > 0 && metadataName[start - 1] != (part.ContainingType is null ? '.' : '+'))
                return false;
            end = Math.Max(0, start - 1);
        }
        return end == 0;
    }

    /// <summary>The type that code names a member by: of one in an extension block, which has no name, the class around that.</summary>
    public static INamedTypeSymbol? DeclaringType(this ISymbol member) =>
        member.ContainingType is { Name: "", ContainingType: { } named } ? named : member.ContainingType;

    /// <summary>True for what is declared in a namespace whose name begins so.</summary>
    public static bool IsInNamespace(this ISymbol symbol, string beginning) =>
        symbol.ContainingNamespace?.ToDisplayString().StartsWith(beginning, StringComparison.Ordinal) == true;

    /// <summary>True where both are the same symbol.</summary>
    public static bool Same(this ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static INamespaceOrTypeSymbol? Container(INamespaceOrTypeSymbol part) =>
        (INamespaceOrTypeSymbol?)part.ContainingType ?? part.ContainingNamespace;
}

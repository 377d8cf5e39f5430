using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>One set of library versions, and what a table may say about it.</summary>
internal sealed class LibraryVersions
{
    public static readonly LibraryVersions Newest = new("the newest versions", KnownLibraries.References.Concat(Downloaded("NamedLibrary")));

    /// <summary>The same libraries, those with a second version in wide use replaced by it (see tests/KnownLibraries.props).</summary>
    public static readonly LibraryVersions Older = new("the older versions", WithOlderLibraries());

    public static readonly LibraryVersions[] All = [Newest, Older];

    private readonly string name;
    private readonly CSharpCompilation compilation;
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> types = new();

    private LibraryVersions(string name, IEnumerable<MetadataReference> references) =>
        (this.name, compilation) = (name, CSharpCompilation.Create(name, references: references));

    public bool Has(WrittenApi api) => FindType(api.Type) is { } type && (api.Member is null || Members(type, api).Any());

    /// <summary>True for the name of an assembly, a namespace or a type, and for a member.</summary>
    public bool HasLibrary(WrittenApi api) => api.Member is not null ? Has(api) : FindType(api.Type) is not null || HasAssembly(api.Type) || HasNamespace(api.Type);

    /// <summary>True for a type, and for a member of one; <c>*</c> stands for all that it has.</summary>
    public bool HasCode(WrittenApi api) =>
        api.Member is null or "*" or WellKnownMemberNames.InstanceConstructorName ? FindType(api.Type) is not null : Has(api);

    /// <summary>True where the type declares a method of the name that overrides none.</summary>
    public bool DeclaresAnew(WrittenApi api) =>
        api.Member is { } member && FindType(api.Type)?.GetMembers(member).OfType<IMethodSymbol>()
            .Any(method => method is { MethodKind: MethodKind.Ordinary, IsOverride: false }) == true;

    /// <summary>The assembly that declares the type.</summary>
    public string? AssemblyOf(string type) => FindType(type)?.ContainingAssembly.Name;

    private bool HasNamespace(string name)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (var part in name.Split('.'))
            space = space?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        return space is not null;
    }

    public bool HasAssembly(string simpleName) => compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name == simpleName);

    /// <summary>Null when the third word of the line is right for its role.</summary>
    public string? WhatIsWrong(TableLine line)
    {
        if (line.Instead is not { Member: not null } instead)
            return line.Role is "blocking" or "query" ? "needs the asynchronous twin as its third word" : null;

        ISymbol[] replacements = [.. FindType(instead.Type) is { } type ? Members(type, instead).Where(IsOffered) : []];
        if (replacements is [])
            return $"{instead} is obsolete or hidden in {name}";

        var asynchronous = replacements.OfType<IMethodSymbol>().Where(method => AwaitedType(method.ReturnType) is not null);
        return line.Role switch
        {
            "wait" or "sleep" when !asynchronous.Any() => $"{instead} is not awaitable in {name}",
            "blocking" or "query" or "signal" when !Members(FindType(line.Api.Type)!, line.Api).OfType<IMethodSymbol>().Any(blocking => asynchronous.Any(twin => IsTwin(blocking, twin))) =>
                $"{instead} has no awaitable overload with the same parameters and result in {name}",
            _ => null,
        };
    }

    public IEnumerable<INamedTypeSymbol> Descendants(string type)
    {
        var ancestor = FindType(type);
        return
            from assembly in compilation.SourceModule.ReferencedAssemblySymbols
            from candidate in PublicTypes(assembly.GlobalNamespace)
            where candidate.BaseType is not null && Ancestors(candidate.BaseType).Contains(ancestor, SymbolEqualityComparer.Default)
            select candidate;
    }

    /// <summary>Whether the type, or a base between it and <paramref name="ancestor"/>, overrides or hides one of the members.</summary>
    public static bool Declares(INamedTypeSymbol type, string ancestor, string[] members) =>
        Ancestors(type).TakeWhile(current => MetadataName(current) != ancestor)
            .Any(current => members.Any(member => !current.GetMembers(member).IsEmpty));

    public static bool IsA(string type, string ancestor) =>
        All.Any(libraries => libraries.FindType(type) is { } symbol
            && Ancestors(symbol).Concat(symbol.AllInterfaces).Any(candidate => MetadataName(candidate) == ancestor));

    public static string MetadataName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{MetadataName(outer)}+{type.MetadataName}" : $"{type.ContainingNamespace}.{type.MetadataName}";

    public override string ToString() => name;

    private INamedTypeSymbol? FindType(string metadataName) => types.GetOrAdd(
        metadataName,
        name => compilation.GetTypesByMetadataName(name).FirstOrDefault(type => type.DeclaredAccessibility == Accessibility.Public));

    /// <summary>What a caller can write after the type: declared or inherited members, but constructors of the type alone.</summary>
    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type, WrittenApi api) =>
        from declaring in api.Member == WellKnownMemberNames.InstanceConstructorName ? [type] : Ancestors(type).Concat(type.AllInterfaces)
        from member in declaring.GetMembers(api.Member!)
        where member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        where api.Parameters is null || member is IMethodSymbol method && Takes(method, api.Parameters)
        select member;

    private static bool Takes(IMethodSymbol method, string[] types)
    {
        IParameterSymbol[] parameters = [.. Parameters(method)];
        return types is []
            ? parameters.All(parameter => parameter.IsOptional || parameter.IsParams)
            : parameters.Take(types.Length).Select(parameter => SimpleName(parameter.Type)).SequenceEqual(types);
    }

    private static bool IsOffered(ISymbol member) =>
        !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == nameof(ObsoleteAttribute)
            || attribute is { AttributeClass.Name: "EditorBrowsableAttribute", ConstructorArguments: [{ Value: 1 }] });

    private static bool IsTwin(IMethodSymbol blocking, IMethodSymbol twin) =>
        Shape(blocking).SequenceEqual(Shape(twin)) && SimpleName(blocking.ReturnType) == SimpleName(AwaitedType(twin.ReturnType)!);

    /// <summary>Parameter types without cancellation; asynchronous methods take memory where others take spans.</summary>
    private static IEnumerable<string> Shape(IMethodSymbol method) =>
        Parameters(method).Select(parameter => SimpleName(parameter.Type).Replace("Span", "Memory")).Where(type => type != nameof(CancellationToken));

    private static IEnumerable<IParameterSymbol> Parameters(IMethodSymbol method) => method.Parameters.Skip(method.IsExtensionMethod ? 1 : 0);

    private static ITypeSymbol? AwaitedType(ITypeSymbol type) =>
        type.GetMembers(WellKnownMemberNames.GetAwaiter).OfType<IMethodSymbol>().FirstOrDefault()?.ReturnType
            .GetMembers(WellKnownMemberNames.GetResult).OfType<IMethodSymbol>().FirstOrDefault()?.ReturnType;

    private static string SimpleName(ITypeSymbol type) =>
        type is IArrayTypeSymbol array ? SimpleName(array.ElementType) + "[]" : type.Name;

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    private static IEnumerable<INamedTypeSymbol> PublicTypes(INamespaceSymbol space) =>
        space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .Concat(space.GetNamespaceMembers().SelectMany(PublicTypes));

    private static IEnumerable<MetadataReference> WithOlderLibraries()
    {
        MetadataReference[] older = [.. Downloaded("OlderLibrary")];
        var replaced = older.Select(reference => Path.GetFileName(reference.Display)).ToHashSet();
        return KnownLibraries.References.Where(reference => !replaced.Contains(Path.GetFileName(reference.Display)))
            .Concat(older);
    }

    private static IEnumerable<MetadataReference> Downloaded(string key) =>
        typeof(LibraryVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key == key).Select(attribute => MetadataReference.CreateFromFile(attribute.Value!));
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Paths;

/// <summary>Answers whether a method runs outside of serving: once at start or stop, in a test or benchmark, or is obsolete.</summary>
internal sealed class StartupCode(CodeFacts facts)
{
    private static readonly ImmutableArray<ApiRole> Startup = ImmutableArray.Create(ApiRole.Startup);

    private static readonly string[] TestNamespaces =
        ["Xunit", "NUnit.Framework", "Microsoft.VisualStudio.TestTools.UnitTesting", "TUnit.Core", "BenchmarkDotNet.Attributes"];

    /// <summary>Startup, Test or Obsolete; null for code that serves.</summary>
    public PathKind? KindOf(IMethodSymbol method, IMethodSymbol? entryPoint)
    {
        var first = method.AssociatedSymbol ?? method;
        for (var symbol = first; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
            foreach (var attribute in symbol.GetAttributes())
                if (attribute.AttributeClass is { } type && OfAttribute(type) is { } kind)
                    return kind;
        var isEntryPoint = entryPoint is not null && SymbolEqualityComparer.Default.Equals(method, entryPoint);
        return isEntryPoint || method.MethodKind == MethodKind.StaticConstructor || IsSaidToBe(method) || IsMigration(method.ContainingType)
            ? PathKind.Startup
            : null;
    }

    private PathKind? OfAttribute(INamedTypeSymbol attribute)
    {
        if (attribute.Is("System.ObsoleteAttribute"))
            return PathKind.Obsolete;
        if (IsStartup(attribute))
            return PathKind.Startup;
        return attribute.SelfBasesAndInterfaces().Any(type => TestNamespaces.Contains(type.ContainingNamespace?.ToDisplayString()))
            ? PathKind.Test
            : null;
    }

    /// <summary>True where a line says it of the method, of its type, or of what it is given.</summary>
    private bool IsSaidToBe(IMethodSymbol method) =>
        method.Parameters.Any(parameter => parameter.Type is INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type && IsStartup(type))
        || IsStartup(method.ContainingType)
        || (method.MethodKind == MethodKind.Constructor
            ? facts.OfInstances(method.ContainingType, Startup)
            : facts.OfMember(method, Startup)) is not null;

    private bool IsStartup(INamedTypeSymbol type) => facts.OfType(type, Startup) is not null;

    /// <summary>Data and schema migrations of any library run once per deployment; by convention their namespace says so.</summary>
    private static bool IsMigration(INamedTypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.Name == "Migration" || space.Name.EndsWith("Migrations", StringComparison.Ordinal))
                return true;
        return false;
    }
}

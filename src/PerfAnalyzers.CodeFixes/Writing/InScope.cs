using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Answers what the code already has in hand: a field, property or parameter of a service's type.</summary>
internal static class InScope
{
    /// <summary>The name of an instance of the client, or of an interface of it that its library declares.</summary>
    public static string? Client(FixSite site, ExpressionSyntax at, ITypeSymbol created)
    {
        var client = created.OnceAwaited();
        return NameOf(site, at, type => SymbolEqualityComparer.Default.Equals(type, client) || IsContractOf(type, client));
    }

    public static string? Service(FixSite site, ExpressionSyntax at, string metadataName) =>
        NameOf(site, at, type => type is INamedTypeSymbol named && named.Is(metadataName));

    private static bool IsContractOf(ITypeSymbol type, ITypeSymbol client) =>
        type.TypeKind == TypeKind.Interface && client.AllInterfaces.Contains(type, SymbolEqualityComparer.Default)
        && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, client.ContainingAssembly);

    private static string? NameOf(FixSite site, ExpressionSyntax at, Func<ITypeSymbol, bool> isWanted) => site.Model
        .LookupSymbols(at.SpanStart)
        .Where(symbol => symbol switch
        {
            IFieldSymbol { IsReadOnly: true } field => isWanted(field.Type) && IsUsable(site, at, field),
            IPropertySymbol { SetMethod: null or { IsInitOnly: true } } property => isWanted(property.Type) && IsUsable(site, at, property),
            IParameterSymbol { RefKind: RefKind.None } parameter => isWanted(parameter.Type) && IsUsable(site, at, parameter),
            _ => false,
        })
        .OrderBy(symbol => symbol is IParameterSymbol ? 1 : 0)
        .Select(symbol => symbol.Name)
        .FirstOrDefault();

    private static bool IsUsable(FixSite site, ExpressionSyntax at, ISymbol member) =>
        !member.IsImplicitlyDeclared && !member.IsStatic && member.CanBeReferencedByName && HasInstance(site, at, member.ContainingType);

    /// <summary>True where the name means the parameter, and the code has it: of a primary constructor only on an instance.</summary>
    private static bool IsUsable(FixSite site, ExpressionSyntax at, IParameterSymbol parameter)
    {
        var isOfInstance = parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };
        if (isOfInstance && !HasInstance(site, at, parameter.ContainingType))
            return false;
        var name = SyntaxFactory.IdentifierName(parameter.Name);
        var meant = site.Model.GetSpeculativeSymbolInfo(at.SpanStart, name, SpeculativeBindingOption.BindAsExpression).Symbol;
        return SymbolEqualityComparer.Default.Equals(meant, parameter);
    }

    /// <summary>True where the code runs on an instance of the type: in a member of it, or of a derived type, that is not static.</summary>
    private static bool HasInstance(FixSite site, ExpressionSyntax at, INamedTypeSymbol type)
    {
        var within = site.Model.GetEnclosingSymbol(at.SpanStart, site.Cancellation);
        for (; within is not (null or INamedTypeSymbol); within = within.ContainingSymbol)
            if (within.IsStatic)
                return false;
        for (var current = within as INamedTypeSymbol; current is not null; current = current.BaseType)
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, type.OriginalDefinition))
                return true;
        return false;
    }
}

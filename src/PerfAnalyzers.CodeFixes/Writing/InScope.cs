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
        var client = Unwrapped(created);
        return NameOf(site, at, type =>
            SymbolEqualityComparer.Default.Equals(type, client)
            || (type.TypeKind == TypeKind.Interface && client.AllInterfaces.Contains(type, SymbolEqualityComparer.Default)
                && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, client.ContainingAssembly)));
    }

    public static string? Service(FixSite site, ExpressionSyntax at, string metadataName) =>
        NameOf(site, at, type => type is INamedTypeSymbol named && named.Is(metadataName));

    private static string? NameOf(FixSite site, ExpressionSyntax at, Func<ITypeSymbol, bool> isWanted) => site.Model
        .LookupSymbols(at.SpanStart)
        .Where(symbol => symbol switch
        {
            IFieldSymbol { IsReadOnly: true } field => isWanted(field.Type) && IsUsable(field) && HasInstance(site, at, field.ContainingType),
            IPropertySymbol { SetMethod: null or { IsInitOnly: true } } property => isWanted(property.Type) && IsUsable(property) && HasInstance(site, at, property.ContainingType),
            IParameterSymbol { RefKind: RefKind.None } parameter => isWanted(parameter.Type) && (!IsOfInstance(parameter) || HasInstance(site, at, parameter.ContainingType)) && SymbolEqualityComparer.Default.Equals(
                site.Model.GetSpeculativeSymbolInfo(at.SpanStart, SyntaxFactory.IdentifierName(parameter.Name), SpeculativeBindingOption.BindAsExpression).Symbol, parameter),
            _ => false,
        })
        .OrderBy(symbol => symbol is IParameterSymbol ? 1 : 0)
        .Select(symbol => symbol.Name)
        .FirstOrDefault();

    private static bool IsUsable(ISymbol member) => !member.IsImplicitlyDeclared && !member.IsStatic && member.CanBeReferencedByName;

    /// <summary>True for a parameter of a primary constructor, used elsewhere in the type.</summary>
    private static bool IsOfInstance(IParameterSymbol parameter) => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor };

    /// <summary>True where the code runs on an instance of the type: in a member that is not static, of the type itself or one derived from it.</summary>
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

    private static ITypeSymbol Unwrapped(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: nameof(Task), TypeArguments.Length: 1 } task ? task.TypeArguments[0] : type;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary><c>using</c> becomes <c>await using</c> where the resource has more to do asynchronously than to call Dispose.</summary>
internal static class AwaitUsing
{
    /// <summary>The using statement or declaration that owns what the expression yields; null before C# 8, which cannot await it.</summary>
    public static StatementSyntax? Around(ExpressionSyntax resource) => resource.Parent switch
    {
        _ when resource.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp8 } => null,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } one } } =>
            Unawaited(one.Parent),
        UsingStatementSyntax statement => Unawaited(statement),
        _ => null,
    };

    /// <summary>True where DisposeAsync is the type's own, not what a base class makes of Dispose.</summary>
    public static bool IsReal(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            if (current.GetMembers("DisposeAsync").OfType<IMethodSymbol>().Any(IsPublicDisposal))
                return current.ContainingNamespace?.ToDisplayString() is not ("System.Data.Common" or "System.IO");
        return type is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract
            && contract.SelfBasesAndInterfaces().Any(t => t.Is("System.IAsyncDisposable"));
    }

    public static StatementSyntax Of(StatementSyntax usage)
    {
        var keyword = Token(usage.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space));
        return usage.WithoutLeadingTrivia() switch
        {
            UsingStatementSyntax statement => statement.WithAwaitKeyword(keyword),
            LocalDeclarationStatementSyntax local => local.WithAwaitKeyword(keyword),
            var other => other,
        };
    }

    private static StatementSyntax? Unawaited(SyntaxNode? owner) => owner switch
    {
        UsingStatementSyntax { AwaitKeyword.RawKind: 0 } statement => statement,
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, AwaitKeyword.RawKind: 0 } local => local,
        _ => null,
    };

    private static bool IsPublicDisposal(IMethodSymbol method) =>
        method is { Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public };
}

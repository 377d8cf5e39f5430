using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary><c>using</c> becomes <c>await using</c> where the resource has more to do asynchronously than to call Dispose.</summary>
internal static class AwaitUsing
{
    /// <summary>The using statement or declaration that owns what the expression yields; null before C# 8, which has no <c>await using</c>.</summary>
    public static StatementSyntax? Around(ExpressionSyntax resource) => resource.Parent switch
    {
        _ when resource.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp8 } => null,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: var owner } } } => owner switch
        {
            UsingStatementSyntax statement when !IsAwaited(statement.AwaitKeyword) => statement,
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } local when !IsAwaited(local.AwaitKeyword) => local,
            _ => null,
        },
        UsingStatementSyntax statement when !IsAwaited(statement.AwaitKeyword) => statement,
        _ => null,
    };

    /// <summary>True where DisposeAsync is the type's own, not what a base class makes of Dispose.</summary>
    public static bool IsReal(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            if (current.GetMembers("DisposeAsync").OfType<IMethodSymbol>().Any(method => method.Parameters.IsEmpty && method.DeclaredAccessibility == Accessibility.Public))
                return current.ContainingNamespace?.ToDisplayString() is not ("System.Data.Common" or "System.IO");
        return type is INamedTypeSymbol { TypeKind: TypeKind.Interface } contract && contract.SelfBasesAndInterfaces().Any(t => t.Is("System.IAsyncDisposable"));
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

    private static bool IsAwaited(SyntaxToken keyword) => keyword.IsKind(SyntaxKind.AwaitKeyword);
}

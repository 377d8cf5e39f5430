using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>Takes an HttpClient from the IHttpClientFactory that the code already has.</summary>
internal static class ClientFactory
{
    public static SyntaxNode? Replace(FixSite site, ExpressionSyntax creation)
    {
        if (creation is not BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } created
            || site.Model.GetTypeInfo(creation, site.Cancellation).Type is not INamedTypeSymbol type || !type.Is("System.Net.Http.HttpClient")
            || InScope.Service(site, creation, "System.Net.Http.IHttpClientFactory") is not { } factory)
            return null;

        var call = SyntaxFactory.ParseExpression(factory + ".CreateClient()").WithTriviaFrom(creation);
        if (created.Initializer is null)
            return site.Root.ReplaceNode(creation, call);
        return creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax } declaration } local }
            && Settings(created.Initializer, local.Identifier.ValueText, declaration) is { } settings
            ? site.Root.ReplaceNode(declaration, [declaration.ReplaceNode(creation, call.WithoutTrivia()), .. settings])
            : null;
    }

    /// <summary>The initializer as statements; null where a part of it is no assignment of a value.</summary>
    private static List<StatementSyntax>? Settings(InitializerExpressionSyntax initializer, string local, StatementSyntax declaration)
    {
        var statements = new List<StatementSyntax>();
        foreach (var part in initializer.Expressions)
        {
            if (part is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Right: not InitializerExpressionSyntax } setting || part.DescendantTrivia().Any(IsComment))
                return null;
            statements.Add(SyntaxFactory.ParseStatement($"{local}.{setting.WithoutTrivia()};")
                .WithLeadingTrivia(declaration.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation));
        }
        return statements;
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
}

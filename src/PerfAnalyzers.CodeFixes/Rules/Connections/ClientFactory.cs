using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
            || site.Model.GetTypeInfo(creation, site.Cancellation).Type is not INamedTypeSymbol type
            || !type.Is("System.Net.Http.HttpClient")
            || InScope.Service(site, creation, "System.Net.Http.IHttpClientFactory") is not { } factory)
            return null;

        var call = SyntaxFactory.ParseExpression(factory + ".CreateClient()").WithTriviaFrom(creation);
        if (created.Initializer is null)
            return site.Root.ReplaceNode(creation, call);
        if (creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local }
            || local.Parent?.Parent is not LocalDeclarationStatementSyntax { Parent: BlockSyntax } declaration
            || Settings(created.Initializer, local.Identifier.ValueText) is not { } settings)
            return null;
        var rewritten = declaration.ReplaceNode(creation, call.WithoutTrivia());
        return StatementsAround.Write(site.Root, declaration, rewritten, before: [], after: settings);
    }

    /// <summary>The initializer as statements; null where a part of it is no assignment of a value.</summary>
    private static IEnumerable<string>? Settings(InitializerExpressionSyntax initializer, string local) =>
        initializer.Expressions.All(IsSetting) ? initializer.Expressions.Select(setting => $"{local}.{setting.WithoutTrivia()};") : null;

    private static bool IsSetting(ExpressionSyntax part) =>
        part is AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Right: not InitializerExpressionSyntax }
        && !part.DescendantTrivia().Any(Layout.IsComment);
}

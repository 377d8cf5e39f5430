using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Finds awaits across which a ref struct or a reference would have to live. Since C# 13 such locals may stand in asynchronous code,
/// and the compiler reports the ones that live too long only when it emits, which no check in memory gets to see.
/// </summary>
internal static class RefStructAcrossAwait
{
    private const LanguageVersion CSharp13 = (LanguageVersion)1300;

    public static int Count(SyntaxNode root, SemanticModel model, CancellationToken cancellation) =>
        root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= CSharp13 }
            ? 0
            : root.DescendantNodes().OfType<AwaitExpressionSyntax>().Count(await => IsCrossed(await, model, cancellation));

    private static bool IsCrossed(AwaitExpressionSyntax await, SemanticModel model, CancellationToken cancellation)
    {
        var function = await.Ancestors().FirstOrDefault(IsFunction);
        var statement = await.FirstAncestorOrSelf<StatementSyntax>();
        if (function is null || statement is null || statement.SpanStart < function.SpanStart)
            return false;

        // Within one statement the order of evaluation decides; nothing of the kind may be there at all.
        if (Of<ExpressionSyntax>(statement).Any(expression => model.GetTypeInfo(expression, cancellation).Type is { IsRefLikeType: true }))
            return true;
        if (await.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<CommonForEachStatementSyntax>()
            .Any(loop => model.GetTypeInfo(loop.Expression, cancellation).Type is { IsRefLikeType: true }))
            return true;

        var loops = await.Ancestors().TakeWhile(ancestor => ancestor != function).Where(IsLoop).ToList();
        return Of<VariableDeclaratorSyntax>(function)
            .Where(variable => variable.SpanStart < statement.SpanStart)
            .Any(variable => model.GetDeclaredSymbol(variable, cancellation) is ILocalSymbol local && IsBound(local)
                && (local.IsUsing || IsUsedAfter(local, variable)));

        bool IsUsedAfter(ILocalSymbol local, VariableDeclaratorSyntax variable)
        {
            // What a loop uses anywhere, its next round uses after the await.
            var from = (loops.LastOrDefault(loop => loop.SpanStart > variable.SpanStart) ?? statement).SpanStart;
            return Of<IdentifierNameSyntax>(function).Any(name => name.SpanStart >= from && name.Identifier.Text == local.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, local));
        }
    }

    /// <summary>True for a local that cannot leave the stack.</summary>
    private static bool IsBound(ILocalSymbol local) => local.Type.IsRefLikeType || local.IsRef;

    /// <summary>The nodes that belong to the function itself, not to one inside it.</summary>
    private static IEnumerable<TNode> Of<TNode>(SyntaxNode outer) where TNode : SyntaxNode =>
        outer.DescendantNodes(node => node == outer || !IsFunction(node)).OfType<TNode>();

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
            or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax;

    private static bool IsLoop(SyntaxNode node) =>
        node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Removes statements and leaves the comments about them.</summary>
internal static class StatementRemoval
{
    /// <summary>The root without the statement; its comments, or else the blank line before it, stand above what follows.</summary>
    public static SyntaxNode Remove(SyntaxNode root, StatementSyntax statement)
    {
        var gone = new SyntaxAnnotation();
        root = root.ReplaceNode(statement, statement.WithAdditionalAnnotations(gone));
        var next = root.GetAnnotatedNodes(gone).Single().GetLastToken().GetNextToken();
        var kept = CommentsOf(statement);
        if (kept.Count == 0 && LosesBlankLine(statement, next))
            kept = [statement.GetLeadingTrivia()[0]];
        root = root.ReplaceToken(next, next.WithLeadingTrivia(kept.Concat(next.LeadingTrivia)));
        return root.RemoveNode(root.GetAnnotatedNodes(gone).Single(), SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    /// <summary>The root with the body of a using statement in its place, in braces where variables would clash without them.</summary>
    public static SyntaxNode Unwrap(SyntaxNode root, UsingStatementSyntax resource)
    {
        if (resource.Parent is BlockSyntax parent && resource.Statement is BlockSyntax block && !Clashes(block, parent))
            return root.ReplaceNode(resource, Unwrapped(resource, block));
        var body = resource.Statement;
        var comments = body is BlockSyntax ? default : IfCommented(body.GetLeadingTrivia());
        return root.ReplaceNode(resource, body
            .WithLeadingTrivia(resource.GetLeadingTrivia().AddRange(comments))
            .WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static List<StatementSyntax> Unwrapped(UsingStatementSyntax resource, BlockSyntax block)
    {
        var statements = block.Statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        if (statements.Count == 0)
            return statements;
        statements[0] = statements[0].WithLeadingTrivia(IfCommented(resource.GetLeadingTrivia())
            .AddRange(IfCommented(resource.CloseParenToken.TrailingTrivia))
            .AddRange(IfCommented(block.OpenBraceToken.TrailingTrivia))
            .AddRange(statements[0].GetLeadingTrivia()));
        statements[^1] = statements[^1].WithTrailingTrivia(
            statements[^1].GetTrailingTrivia().AddRange(IfCommented(block.CloseBraceToken.LeadingTrivia)));
        return statements;
    }

    /// <summary>The comments above and behind the statement, a line each.</summary>
    private static IReadOnlyList<SyntaxTrivia> CommentsOf(StatementSyntax statement)
    {
        var kept = IfCommented(statement.GetLeadingTrivia()).ToList();
        if (kept.Count > 0 && kept[^1].IsKind(SyntaxKind.WhitespaceTrivia))
            kept.RemoveAt(kept.Count - 1);
        if (IfCommented(statement.GetTrailingTrivia()) is { Count: > 0 } behind)
        {
            kept.AddRange(statement.GetLeadingTrivia().Where(IsSpace).Take(1));
            kept.AddRange(behind.SkipWhile(IsSpace));
        }
        return kept;
    }

    private static bool LosesBlankLine(StatementSyntax statement, SyntaxToken next) =>
        StartsWithBlankLine(statement.GetLeadingTrivia())
        && !StartsWithBlankLine(next.LeadingTrivia) && !next.IsKind(SyntaxKind.CloseBraceToken);

    private static bool StartsWithBlankLine(SyntaxTriviaList trivia) => trivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia);

    private static SyntaxTriviaList IfCommented(SyntaxTriviaList trivia) => trivia.Any(Layout.IsComment) ? trivia : default;

    private static bool Clashes(BlockSyntax inner, BlockSyntax outer)
    {
        var declared = inner.DescendantNodes().Select(NameDeclaredBy).OfType<string>().ToImmutableHashSet();
        return outer.DescendantNodes(node => node != inner).Select(NameDeclaredBy).OfType<string>().Any(declared.Contains);
    }

    private static string? NameDeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };
}

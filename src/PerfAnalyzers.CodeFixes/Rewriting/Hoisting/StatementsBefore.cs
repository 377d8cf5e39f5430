using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace PerfAnalyzers.CodeFixes.Hoisting;

/// <summary>Puts statements before another one. Comments right above it stay with it; what a blank line separates stays above the whole.</summary>
internal static class StatementsBefore
{
    public static SyntaxNode Insert(SyntaxNode root, StatementSyntax statement, StatementSyntax rewritten, IEnumerable<string> before)
    {
        var leading = statement.GetLeadingTrivia();
        var above = leading.Take(AfterLastBlankLine(leading)).ToList();
        var indentation = leading.LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var endOfLine = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));

        var parsed = before.Select((text, index) => SyntaxFactory.ParseStatement(text)
            .WithLeadingTrivia(index == 0 ? above.Append(indentation) : new[] { indentation })
            .WithTrailingTrivia(endOfLine)).ToList();
        var all = parsed.Append(rewritten.WithLeadingTrivia(leading.Skip(above.Count)))
            .Select(node => node.WithAdditionalAnnotations(Formatter.Annotation));
        return statement.Parent switch
        {
            BlockSyntax or SwitchSectionSyntax => root.ReplaceNode(statement, all),
            GlobalStatementSyntax global => root.ReplaceNode(global, all.Select(SyntaxFactory.GlobalStatement)),
            _ => root.ReplaceNode(statement, SyntaxFactory.Block(all).WithTrailingTrivia(endOfLine).WithAdditionalAnnotations(Formatter.Annotation)),
        };
    }

    private static int AfterLastBlankLine(SyntaxTriviaList leading)
    {
        var (after, isBlank) = (0, true);
        for (var index = 0; index < leading.Count; index++)
            if (!leading[index].IsKind(SyntaxKind.EndOfLineTrivia))
                isBlank &= leading[index].IsKind(SyntaxKind.WhitespaceTrivia);
            else
            {
                if (isBlank)
                    after = index + 1;
                isBlank = true;
            }
        return after;
    }
}

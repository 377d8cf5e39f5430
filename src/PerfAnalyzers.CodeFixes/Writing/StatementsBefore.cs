using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Puts statements before another one. Comments right above it stay with it; what a blank line separates stays above the whole.</summary>
internal static class StatementsBefore
{
    public static SyntaxNode Insert(SyntaxNode root, StatementSyntax statement, StatementSyntax rewritten, IEnumerable<string> before)
    {
        var leading = statement.GetLeadingTrivia();
        var above = leading.Take(AfterLastBlankLine(leading)).ToList();
        var endOfLine = EndOfLine(root);
        var parsed = before.Select(text => Parse(text, endOfLine)).Select((added, index) => added
            .WithLeadingTrivia((index == 0 ? above.Append(Indentation(leading)) : new[] { Indentation(leading) })
                .Concat(added.GetLeadingTrivia().SelectMany(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) ? new[] { trivia, Indentation(leading) } : new[] { trivia })))
            .WithTrailingTrivia(endOfLine)
            .WithAdditionalAnnotations(Formatter.Annotation));
        return Put(root, statement, parsed.Append(rewritten.WithLeadingTrivia(leading.Skip(above.Count))));
    }

    /// <summary>Puts statements in the place of another one.</summary>
    public static SyntaxNode Replace(SyntaxNode root, StatementSyntax statement, params string[] instead)
    {
        var leading = statement.GetLeadingTrivia();
        var endOfLine = EndOfLine(root);
        return Put(root, statement, instead.Select((text, index) => Parse(text, endOfLine)
            .WithLeadingTrivia(index == 0 ? leading : SyntaxFactory.TriviaList(Indentation(leading)))
            .WithTrailingTrivia(index == instead.Length - 1 ? statement.GetTrailingTrivia() : SyntaxFactory.TriviaList(endOfLine))
            .WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static StatementSyntax Parse(string text, SyntaxTrivia endOfLine) =>
        SyntaxFactory.ParseStatement(text.Replace("\r\n", "\n").Replace("\n", endOfLine.ToString()));

    private static SyntaxNode Put(SyntaxNode root, StatementSyntax statement, IEnumerable<StatementSyntax> instead) => statement.Parent switch
    {
        BlockSyntax or SwitchSectionSyntax => root.ReplaceNode(statement, instead),
        GlobalStatementSyntax global => root.ReplaceNode(global, instead.Select(SyntaxFactory.GlobalStatement)),
        _ => root.ReplaceNode(statement, SyntaxFactory.Block(instead).WithTrailingTrivia(EndOfLine(root)).WithAdditionalAnnotations(Formatter.Annotation)),
    };

    private static SyntaxTrivia Indentation(SyntaxTriviaList leading) => leading.LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));

    private static SyntaxTrivia EndOfLine(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : SyntaxFactory.LineFeed;

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

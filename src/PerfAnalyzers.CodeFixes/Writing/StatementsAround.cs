using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Writes statements before and after another one, or in its place, wherever it stands and however it is indented.</summary>
internal static class StatementsAround
{
    /// <summary>
    /// The root with the statement rewritten and others around it; null where there is no place for them.
    /// Comments right above the statement stay with it; where statements follow as well, they head the whole.
    /// What a blank line sets apart stays above.
    /// </summary>
    public static SyntaxNode? Write(
        SyntaxNode root, StatementSyntax statement, StatementSyntax rewritten, IEnumerable<string> before, IEnumerable<string> after)
    {
        var ahead = before.SelectMany(text => Parse(text, root, statement)).ToList();
        var behind = after.SelectMany(text => Parse(text, root, statement)).ToList();
        if (ahead.Count > 0)
        {
            var leading = rewritten.GetLeadingTrivia();
            var above = behind.Count > 0 ? AfterLastLine(leading) : AfterLastBlankLine(leading);
            ahead[0] = ahead[0].WithLeadingTrivia(leading.Take(above).Concat(ahead[0].GetLeadingTrivia()));
            rewritten = rewritten.WithLeadingTrivia(
                Layout.StartsLine(statement) ? leading.Skip(above) : leading.Skip(above).Prepend(IndentationOf(statement)));
        }
        if (behind.Count > 0 && !rewritten.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
            rewritten = rewritten.WithTrailingTrivia(rewritten.GetTrailingTrivia().Add(Layout.EndOfLine(root)));
        if (!Layout.StartsLine(statement))
            rewritten = rewritten.WithAdditionalAnnotations(Formatter.Annotation);
        return Put(root, statement, [.. ahead, rewritten, .. behind]);
    }

    /// <summary>The root with other statements in the place of one; null where there is no place for them.</summary>
    public static SyntaxNode? Replace(SyntaxNode root, StatementSyntax statement, IReadOnlyList<StatementSyntax> instead)
    {
        var last = instead.Count - 1;
        return Put(root, statement, [.. instead.Select((written, index) => written
            .WithLeadingTrivia(index == 0 ? statement.GetLeadingTrivia() : written.GetLeadingTrivia())
            .WithTrailingTrivia(index == last ? statement.GetTrailingTrivia() : written.GetTrailingTrivia()))]);
    }

    /// <summary>
    /// Statements as they stand in the file, with its line breaks and indented like the one beside them.
    /// They are parsed inside an async method, so that <c>await</c> is the keyword.
    /// </summary>
    public static IReadOnlyList<StatementSyntax> Parse(string text, SyntaxNode root, StatementSyntax beside)
    {
        var (indentation, endOfLine) = (Layout.Indentation(beside), Layout.EndOfLine(root).ToString());
        var lines = text.Split('\n').Select(line => indentation + line.TrimEnd('\r') + endOfLine);
        var method = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"async void M()\n{{\n{string.Concat(lines)}}}")!;
        return [.. method.Body!.Statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation))];
    }

    private static SyntaxNode? Put(SyntaxNode root, StatementSyntax statement, IReadOnlyList<StatementSyntax> instead) =>
        statement.Parent switch
        {
            _ when instead.Count == 1 => root.ReplaceNode(statement, instead[0]),
            BlockSyntax or SwitchSectionSyntax => root.ReplaceNode(statement, instead),
            GlobalStatementSyntax global => root.ReplaceNode(global, instead.Select(SyntaxFactory.GlobalStatement)),
            LabeledStatementSyntax => null,
            _ => root.ReplaceNode(statement, BlockOf(instead, root)),
        };

    private static BlockSyntax BlockOf(IEnumerable<StatementSyntax> statements, SyntaxNode root) =>
        SyntaxFactory.Block(statements).WithTrailingTrivia(Layout.EndOfLine(root)).WithAdditionalAnnotations(Formatter.Annotation);

    private static SyntaxTrivia IndentationOf(StatementSyntax statement) => SyntaxFactory.Whitespace(Layout.Indentation(statement));

    /// <summary>Where the last of several lines begins.</summary>
    private static int AfterLastLine(SyntaxTriviaList leading)
    {
        var index = leading.Count;
        while (index > 0 && !leading[index - 1].IsKind(SyntaxKind.EndOfLineTrivia))
            index--;
        return index;
    }

    private static int AfterLastBlankLine(SyntaxTriviaList leading)
    {
        var (after, isBlank) = (0, true);
        for (var index = 0; index < leading.Count; index++)
            if (!leading[index].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                isBlank &= leading[index].IsKind(SyntaxKind.WhitespaceTrivia);
            }
            else
            {
                after = isBlank ? index + 1 : after;
                isBlank = true;
            }
        return after;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Writes statements directly before and after a loop, wherever the loop stands and however it is indented.</summary>
internal static class AroundLoop
{
    /// <summary>The root with the loop rewritten and the statements around it; null where there is no place for them.</summary>
    public static SyntaxNode? Write(SyntaxNode root, StatementSyntax loop, StatementSyntax rewritten, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var newLine = NewLine(root);
        var indent = Indent(loop);
        var ahead = before.SelectMany(text => Parse(text, indent, newLine)).ToList();
        var behind = after.SelectMany(text => Parse(text, indent, newLine));
        if (ahead.Count > 0)
        {
            ahead[0] = ahead[0].WithLeadingTrivia(rewritten.GetLeadingTrivia());
            rewritten = rewritten.WithLeadingTrivia(SyntaxFactory.Whitespace(indent));
        }
        if (after.Count > 0 && !rewritten.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
            rewritten = rewritten.WithTrailingTrivia(rewritten.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(newLine)));

        var statements = ahead.Append(rewritten).Concat(behind).ToList();
        if (!loop.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
            statements = [.. statements.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation))];
        return loop.Parent switch
        {
            _ when statements.Count == 1 => root.ReplaceNode(loop, rewritten),
            BlockSyntax or SwitchSectionSyntax => root.ReplaceNode(loop, statements),
            GlobalStatementSyntax global => root.ReplaceNode(global, statements.Select(SyntaxFactory.GlobalStatement)),
            LabeledStatementSyntax => null,
            _ => root.ReplaceNode(loop, SyntaxFactory.Block(statements).WithAdditionalAnnotations(Formatter.Annotation)),
        };
    }

    /// <summary>The line break that the file uses.</summary>
    private static string NewLine(SyntaxNode root)
    {
        var end = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return end.IsKind(SyntaxKind.EndOfLineTrivia) ? end.ToString() : "\n";
    }

    /// <summary>The white space in front of the line on which the node begins.</summary>
    public static string Indent(SyntaxNode node)
    {
        var text = node.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>Parsed inside an async method, so that <c>await</c> is the keyword.</summary>
    private static IEnumerable<StatementSyntax> Parse(string text, string indent, string newLine)
    {
        var lines = text.Split('\n').Select(line => indent + line.TrimEnd('\r') + newLine);
        var method = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"async void M()\n{{\n{string.Concat(lines)}}}")!;
        return method.Body!.Statements;
    }
}

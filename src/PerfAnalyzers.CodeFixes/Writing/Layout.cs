using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>How a file is laid out, so that new code looks like the code around it.</summary>
internal static class Layout
{
    /// <summary>The line break that the file uses.</summary>
    public static SyntaxTrivia EndOfLine(SyntaxNode root)
    {
        var first = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return first.IsKind(SyntaxKind.EndOfLineTrivia) ? first : SyntaxFactory.LineFeed;
    }

    /// <summary>The white space at the start of the line on which the node begins.</summary>
    public static string Indentation(SyntaxNode node)
    {
        var line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>The text without the indentation at which its lines stand in the file.</summary>
    public static string Outdented(string text, string indentation) => string.Join("\n", text.Split('\n').Select(line =>
        line.StartsWith(indentation, StringComparison.Ordinal) ? line.Substring(indentation.Length) : line));

    /// <summary>True where the node is the first on its line.</summary>
    public static bool StartsLine(SyntaxNode node)
    {
        var before = node.GetFirstToken().GetPreviousToken();
        return before.RawKind == 0 || before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
    }

    public static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
}

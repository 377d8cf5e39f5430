using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>A span that a test expects to be reported; the severity is null where any will do.</summary>
public sealed record Mark(TextSpan Span, DiagnosticSeverity? Severity);

/// <summary>Code with marks around what is reported.</summary>
internal static class Markup
{
    private static readonly (string Open, DiagnosticSeverity? Severity)[] Openings =
        [("[|", null), ("{|info:", DiagnosticSeverity.Info), ("{|warning:", DiagnosticSeverity.Warning)];

    public static (string Code, IReadOnlyList<Mark> Marks) Read(string text)
    {
        var code = new StringBuilder();
        var marks = new List<Mark>();
        var open = new Stack<(int Start, DiagnosticSeverity? Severity)>();
        for (var at = 0; at < text.Length;)
        {
            var opening = Openings.FirstOrDefault(candidate => string.CompareOrdinal(text, at, candidate.Open, 0, candidate.Open.Length) == 0);
            if (opening.Open is not null)
            {
                open.Push((code.Length, opening.Severity));
                at += opening.Open.Length;
            }
            else if (open.Count > 0 && at + 1 < text.Length && text[at] == '|' && text[at + 1] is (']' or '}'))
            {
                var (start, severity) = open.Pop();
                marks.Add(new(TextSpan.FromBounds(start, code.Length), severity));
                at += 2;
            }
            else
            {
                code.Append(text[at++]);
            }
        }
        return (code.ToString(), marks.OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Span.End).ToList());
    }

    public static string Strip(string text) => Read(text).Code;
}

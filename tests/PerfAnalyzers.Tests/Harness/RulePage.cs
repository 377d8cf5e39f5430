using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>The page of a rule, and the samples on it.</summary>
internal sealed class RulePage
{
    private readonly string id;

    private RulePage(string id, string text) => (this.id, Text) = (id, text);

    public string Text { get; }

    public static RulePage Of(string id) => new(id, File.ReadAllText(Repository.Path($"docs/rules/{id}.md")).ReplaceLineEndings("\n"));

    /// <summary>False for a page that is still to be written, as the skeleton of a rule leaves it.</summary>
    public bool IsWritten => Block("Violation").Success && Block("Fix").Success;

    /// <summary>The language of the samples: <c>csharp</c>, <c>ini</c> or <c>text</c>.</summary>
    public string Language => Sample("Violation").Language;

    /// <summary>The violation, with what a comment above a line names marked on that line; the comments are not part of the sample.</summary>
    public string Violation => Flagged(Sample("Violation").Code, (Language == "csharp" ? "// " : "# ") + id);

    public string Corrected => Sample("Fix").Code;

    /// <summary>What the page says that its violation is compiled with.</summary>
    public Given Given => new(EditorConfig:
        Regex.Match(Text, @"\n## Violation\n\nWith `(perfanalyzers\.[^`]+)`:\n") is { Success: true } match ? match.Groups[1].Value : null);

    private (string Language, string Code) Sample(string heading)
    {
        var block = Block(heading);
        Assert.True(block.Success, $"No code block under '{heading}'");
        return (block.Groups[1].Value, block.Groups[2].Value);
    }

    private Match Block(string heading) =>
        Regex.Match(Text, $"\n## {heading}\n(?:(?!\n## ).)*?```(csharp|ini|text)\n(.*?)\n```", RegexOptions.Singleline);

    /// <summary>A comment <c>// PERF0101: expression</c> above a line marks that expression on the line.</summary>
    private static string Flagged(string sample, string comment)
    {
        Assert.Contains(comment + ": ", sample);
        var lines = new List<string>();
        string? marked = null;
        foreach (var line in sample.Split('\n'))
            if (Regex.Match(line, $@"^\s*{comment}: (.+)$") is { Success: true } match)
                marked = match.Groups[1].Value;
            else
            {
                lines.Add(marked is null ? line : line.Replace(marked, $"[|{marked}|]"));
                marked = null;
            }
        return string.Join('\n', lines);
    }
}

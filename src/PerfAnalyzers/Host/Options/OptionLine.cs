using System.Text.RegularExpressions;

namespace PerfAnalyzers.Host.Options;

/// <summary>A line of <c>.editorconfig</c> or <c>.globalconfig</c> that sets an option of ours.</summary>
internal sealed record OptionLine(string Key, string Value, Location Location)
{
    /// <summary>The compiler's own grammar of such a line: key, <c>=</c> or <c>:</c>, value, comment.</summary>
    private static readonly Regex Grammar = new(
        @"^\s*(?<key>perfanalyzers\.[\w.\-]*)\s*[=:]\s*(?<value>.*?)\s*([#;].*)?$", RegexOptions.IgnoreCase);

    public static IEnumerable<OptionLine> In(AdditionalText file, CancellationToken cancellation)
    {
        if (Path.GetExtension(file.Path) is not (".editorconfig" or ".globalconfig") || file.GetText(cancellation) is not { } text)
            yield break;
        foreach (var line in text.Lines)
            if (Grammar.Match(line.ToString()) is { Success: true } match)
                yield return new(
                    match.Groups["key"].Value.ToLowerInvariant(), match.Groups["value"].Value,
                    Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)));
    }
}

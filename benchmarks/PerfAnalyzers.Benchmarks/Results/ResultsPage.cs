namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>A page whose figures stand between two marks, where only this program writes.</summary>
/// <param name="Path">The page.</param>
internal sealed record ResultsPage(string Path)
{
    public const string GeneratedCode = "generated code";
    public const string Solution = "solution";

    /// <returns>What is wrong with the page; null if the section can be written.</returns>
    public string? Problem(string section)
    {
        if (!File.Exists(Path))
            return $"There is no page {Path}.";
        return Find(File.ReadAllText(Path), section) is null
            ? $"{Path} has no section between '{Begin(section)}' and '{End(section)}'."
            : null;
    }

    public void Write(string section, string results)
    {
        var text = File.ReadAllText(Path);
        var (begin, end) = Find(text, section) ?? throw new InvalidOperationException(Problem(section));
        File.WriteAllText(Path, $"{text[..begin]}\n{results}\n{text[end..]}");
        Console.Error.WriteLine($"Written to {Path}");
    }

    private static (int Begin, int End)? Find(string text, string section)
    {
        var begin = text.IndexOf(Begin(section), StringComparison.Ordinal);
        var end = text.IndexOf(End(section), StringComparison.Ordinal);
        return begin >= 0 && end > begin ? (begin + Begin(section).Length, end) : null;
    }

    private static string Begin(string section) => $"<!-- {section}: written by the benchmarks -->";

    private static string End(string section) => $"<!-- end of {section} -->";
}

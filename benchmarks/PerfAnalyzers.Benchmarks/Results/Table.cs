namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>A table of Markdown: text in its first column, figures in the others.</summary>
internal sealed class Table(params IReadOnlyList<string> columns)
{
    private readonly List<string> _lines =
    [
        $"| {string.Join(" | ", columns)} |",
        $"| :-- |{string.Concat(Enumerable.Repeat(" --: |", columns.Count - 1))}",
    ];

    public void Add(params IEnumerable<string> cells) => _lines.Add($"| {string.Join(" | ", cells)} |");

    public override string ToString() => string.Join('\n', _lines);
}

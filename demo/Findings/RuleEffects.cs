namespace PerfAnalyzers.Demo.Findings;

/// <param name="Latency">What the rule's advice does to latency, in a few words.</param>
/// <param name="Throughput">What it does to throughput.</param>
internal sealed record RuleEffect(string Title, string Latency, string Throughput)
{
    public static readonly RuleEffect Unknown = new("", "", "");
}

/// <summary>The effects of the rules, from the table of docs/rules/README.md.</summary>
internal sealed class RuleEffects
{
    private readonly Dictionary<string, RuleEffect> _byRule;

    private RuleEffects(Dictionary<string, RuleEffect> byRule) => _byRule = byRule;

    public RuleEffect Of(string rule) => _byRule.GetValueOrDefault(rule, RuleEffect.Unknown);

    public static RuleEffects Read(string rulePages)
    {
        var index = Path.Combine(rulePages, "README.md");
        var rows = File.Exists(index) ? File.ReadLines(index).Where(line => line.StartsWith('|')).Select(Cells).ToList() : [];
        var header = rows.FirstOrDefault(row => ColumnOf(row, "Latency") >= 0);
        if (header is null)
            return new RuleEffects([]);

        var (title, latency, throughput) = (ColumnOf(header, "Title", "What it says", "Rule"), ColumnOf(header, "Latency"), ColumnOf(header, "Throughput"));
        return new RuleEffects(rows
            .Select(row => (Id: row.Select(IdIn).FirstOrDefault(id => id is not null), Row: row))
            .Where(rule => rule.Id is not null && rule.Row.Length == header.Length)
            .GroupBy(rule => rule.Id!)
            .ToDictionary(group => group.Key, group => group.First().Row)
            .ToDictionary(rule => rule.Key, rule => new RuleEffect(At(rule.Value, title), At(rule.Value, latency), At(rule.Value, throughput))));
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    private static int ColumnOf(string[] header, params string[] names) =>
        Array.FindIndex(header, cell => names.Any(name => cell.Contains(name, StringComparison.OrdinalIgnoreCase)));

    private static string At(string[] row, int column) => column >= 0 ? row[column] : "";

    /// <summary>The rule's id in a cell such as <c>[PERF0101](PERF0101.md)</c>.</summary>
    private static string? IdIn(string cell) =>
        cell.IndexOf("PERF", StringComparison.Ordinal) is >= 0 and var at && cell.Length >= at + 8 && cell.AsSpan(at + 4, 4).IndexOfAnyExceptInRange('0', '9') < 0
            ? cell.Substring(at, 8)
            : null;
}

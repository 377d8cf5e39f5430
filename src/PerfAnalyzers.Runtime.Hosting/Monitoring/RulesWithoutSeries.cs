
namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Alert rules about series that nobody has added: most often a name that was misspelt, and an alert that can never
/// fire.</summary>
internal sealed class RulesWithoutSeries(IEnumerable<AlertRule> rules)
{
    private const int MostSuggestions = 3;

    private readonly List<AlertRule> _unmet = [.. rules];

    /// <summary>Whether there is nothing left to say.</summary>
    public bool IsEmpty => _unmet.Count == 0;

    /// <summary>
    /// The rules whose series is still missing, with the existing names most like it; each rule once. Asked when the application has had
    /// time to do everything once.
    /// </summary>
    public IReadOnlyList<(AlertRule Rule, IReadOnlyList<string> Nearest)> Among(IReadOnlyCollection<string> series)
    {
        _unmet.RemoveAll(rule => series.Contains(rule.Series));
        (AlertRule Rule, IReadOnlyList<string> Nearest)[] missing = [.. _unmet.Select(rule => (rule, NearestTo(rule.Series, series)))];
        _unmet.Clear();
        return missing;
    }

    private static IReadOnlyList<string> NearestTo(string name, IEnumerable<string> existing) =>
        [.. existing.OrderBy(one => Distance(one, name)).Take(MostSuggestions)];

    // Levenshtein's distance (V. I. Levenshtein, 1965), letters of either case being the same.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

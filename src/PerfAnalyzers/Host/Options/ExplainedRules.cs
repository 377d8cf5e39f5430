using System.Text.RegularExpressions;

namespace PerfAnalyzers.Host.Options;

/// <summary><c>perfanalyzers.explain</c>: the ids of the rules whose silences are reported, separated by <c>|</c>, or <c>all</c>.</summary>
internal static class ExplainedRules
{
    private const string AllRules = "all";

    public static bool Contains(string list, string id) =>
        Parts(list).Any(part => IsAll(part) || string.Equals(part, id, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<string> Parts(string list) =>
        list.Split(['|'], StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim()).Where(part => part.Length > 0);

    public static bool IsRule(string part) => IsAll(part) || Regex.IsMatch(part, @"^PERF\d{4}$", RegexOptions.IgnoreCase);

    private static bool IsAll(string part) => string.Equals(part, AllRules, StringComparison.OrdinalIgnoreCase);
}

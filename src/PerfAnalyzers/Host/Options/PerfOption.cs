using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Host.Options;

/// <summary>One <c>perfanalyzers.*</c> key of <c>.editorconfig</c>.</summary>
/// <param name="Key">The key, in lower case.</param>
/// <param name="Values">The values it takes, the default first; empty for free text.</param>
internal sealed record PerfOption(string Key, ImmutableArray<string> Values)
{
    public const string Prefix = "perfanalyzers.";

    public static readonly PerfOption FixAll = new("perfanalyzers.fix_all", ImmutableArray.Create("safe", "all"));
    public static readonly PerfOption Profile = new("perfanalyzers.profile", ImmutableArray.Create("balanced", "latency", "throughput"));
    public static readonly PerfOption HandlerReach = new("perfanalyzers.handler_reach", ImmutableArray.Create("2", "0", "1", "3"));
    public static readonly PerfOption Blocking = new("perfanalyzers.blocking", ImmutableArray.Create("reached", "everywhere"));
    public static readonly PerfOption Report = new("perfanalyzers.report", ImmutableArray.Create("likely", "certain"));
    public static readonly PerfOption ExcludedSymbols = new("perfanalyzers.excluded_symbols", ImmutableArray<string>.Empty);

    public static readonly PerfOption Explain = new("perfanalyzers.explain", ImmutableArray<string>.Empty);

    public static readonly ImmutableArray<PerfOption> All = ImmutableArray.Create(
        FixAll, Profile, HandlerReach, Blocking, Report, ExcludedSymbols, Explain);

    /// <summary>The value that holds: the default where nothing, or nothing known, is written. PERF0002 reports the unknown.</summary>
    public string Read(AnalyzerConfigOptions options) =>
        options.TryGetValue(Key, out var value) && (Values.IsEmpty || IsKnown(value))
            ? value.Trim().ToLowerInvariant()
            : Values.FirstOrDefault() ?? "";

    public bool IsKnown(string value) => Values.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for an option that exists with a value that it takes; otherwise what to write.</summary>
    public static string? WhatIsWrong(string key, string value)
    {
        if (All.FirstOrDefault(option => option.Key == key) is not { } known)
            return $"there is no such option; the options are {List(All.Select(option => option.Key))}";
        if (!known.Values.IsEmpty)
            return known.IsKnown(value) ? null : $"the values are {List(known.Values)}";
        return known == Explain ? WhatIsWrongWithRules(value) : WhatIsWrongWithSymbols(value);
    }

    private static string? WhatIsWrongWithSymbols(string value) =>
        Options.ExcludedSymbols.Parts(value).FirstOrDefault(part => ApiName.TryParse(part) is null) is { } part
            ? $"'{part}' is not a type or member; write 'Namespace.Type' or 'Namespace.Type::Member', and '|' between two of them"
            : null;

    private static string? WhatIsWrongWithRules(string value) =>
        Options.ExplainedRules.Parts(value).FirstOrDefault(part => !Options.ExplainedRules.IsRule(part)) is { } part
            ? $"'{part}' is not a rule; write its id, such as PERF0101, 'all', and '|' between two of them"
            : null;

    private static string List(IEnumerable<string> words) => string.Join(", ", words);
}

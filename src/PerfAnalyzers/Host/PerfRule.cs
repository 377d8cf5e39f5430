namespace PerfAnalyzers.Host;

/// <summary>The categories are the folders under Rules/ and the hundreds of the ids.</summary>
internal enum RuleCategory { Configuration = 0, Blocking, Connections, RoundTrips, Concurrency, Caching, Queues, Web, Queries, Measurement }

/// <summary>How sure a finding is: a promise about false alarms, and what <c>perfanalyzers.report</c> filters by.</summary>
internal enum Sureness
{
    /// <summary>A warning: a senior reviewer would ask for the change.</summary>
    Certain,

    /// <summary>A suggestion: usually right.</summary>
    Likely,
}

/// <summary>What the rewrite does to latency or to throughput.</summary>
internal enum Impact { Neutral, Better, Worse }

internal static class PerfRule
{
#pragma warning disable RS0030 // The only place where descriptors are made.
    /// <param name="id">PERF and four digits; its hundreds are the family.</param>
    /// <param name="sureness">How sure the rule is at its best.</param>
    /// <param name="latency">What the rewrite does to latency.</param>
    /// <param name="throughput">What the rewrite does to throughput.</param>
    /// <param name="title">The rule as a sentence without a full stop.</param>
    /// <param name="message">What the user reads at a finding.</param>
    /// <param name="isOn">False for a rule that is off until someone asks for it.</param>
    public static DiagnosticDescriptor Describe(
        string id, Sureness sureness, Impact latency, Impact throughput, string title, string message, bool isOn = true) => new(
        id, title, message,
        category: "Performance." + CategoryOf(id),
        defaultSeverity: sureness == Sureness.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
        isEnabledByDefault: isOn,
        description: title + ".",
        helpLinkUri: $"https://github.com/perfanalyzers/perfanalyzers/blob/main/docs/rules/{id}.md",
        customTags: [$"latency: {latency}", $"throughput: {throughput}"]);
#pragma warning restore RS0030

    public static RuleCategory CategoryOf(string id) => (RuleCategory)(int.Parse(id.Substring("PERF".Length)) / 100);
}

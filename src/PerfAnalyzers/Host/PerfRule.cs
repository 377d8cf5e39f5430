namespace PerfAnalyzers.Host;

/// <summary>The categories are the folders under Rules/ and the hundreds of the ids.</summary>
internal enum RuleCategory { Configuration = 0, Blocking, Connections, RoundTrips, Concurrency, Caching, Queues, Web, Queries, Measurement }

/// <summary>How sure a rule is decides how loud it is: a promise about false positives.</summary>
internal enum Confidence
{
    /// <summary>A warning: a senior reviewer would ask for the change.</summary>
    Certain,

    /// <summary>A suggestion: usually right.</summary>
    Likely,

    /// <summary>Off until someone asks for it.</summary>
    OptIn,
}

/// <summary>What the rewrite does to latency or to throughput.</summary>
internal enum Effect { Neutral, Better, Worse }

internal static class PerfRule
{
#pragma warning disable RS0030 // The only place where descriptors are made.
    public static DiagnosticDescriptor Describe(string id, Confidence confidence, Effect latency, Effect throughput, string title, string message) => new(
        id, title, message,
        category: "Performance." + CategoryOf(id),
        defaultSeverity: confidence == Confidence.Certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
        isEnabledByDefault: confidence != Confidence.OptIn,
        description: title + ".",
        helpLinkUri: $"https://github.com/perfanalyzers/perfanalyzers/blob/main/docs/rules/{id}.md",
        customTags: [$"latency: {latency}", $"throughput: {throughput}"]);
#pragma warning restore RS0030

    public static RuleCategory CategoryOf(string id) => (RuleCategory)(int.Parse(id.Substring("PERF".Length)) / 100);
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>What is known in general about a kind of latency.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Typical">How long it usually takes.</param>
/// <param name="Causes">What makes it long.</param>
/// <param name="Strategies">What makes it short, the most effective first.</param>
public sealed record LatencyKindProfile(
    LatencyKind Kind,
    string Summary,
    IReadOnlyList<TypicalLatency> Typical,
    IReadOnlyList<string> Causes,
    IReadOnlyList<string> Strategies);

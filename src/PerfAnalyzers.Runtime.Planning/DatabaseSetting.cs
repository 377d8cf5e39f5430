namespace PerfAnalyzers.Runtime.Planning;

/// <summary>A recommended setting or practice.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Reason">What it does to latency or throughput.</param>
/// <param name="Source">Where the advice comes from.</param>
public sealed record DatabaseSetting(string Name, string Advice, string Reason, string Source);

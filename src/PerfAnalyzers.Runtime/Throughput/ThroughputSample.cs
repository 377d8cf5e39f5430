namespace PerfAnalyzers.Runtime.Throughput;

/// <summary>How many events there had been at a time.</summary>
internal readonly record struct ThroughputSample(long Timestamp, long Total);

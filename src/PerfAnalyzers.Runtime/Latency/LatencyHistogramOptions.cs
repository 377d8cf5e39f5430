namespace PerfAnalyzers.Runtime.Latency;

/// <summary>How a <see cref="LatencyHistogram"/> records.</summary>
public sealed class LatencyHistogramOptions
{
    /// <summary>
    /// Adds up all durations exactly, so that the mean is exact, for one more atomic addition per record.
    /// Off by default: without it the mean is within <see cref="LatencySnapshot.ErrorBound"/>, as every percentile is.
    /// </summary>
    public bool ExactSum { get; init; }
}

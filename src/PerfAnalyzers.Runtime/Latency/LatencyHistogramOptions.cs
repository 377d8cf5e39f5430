namespace PerfAnalyzers.Runtime.Latency;

/// <summary>How a <see cref="LatencyHistogram"/> records.</summary>
public sealed class LatencyHistogramOptions
{
    /// <summary>
    /// Adds up all durations exactly, so that the mean is exact, for one more atomic addition per record.
    /// Off by default: without it the mean is within <see cref="LatencySnapshot.ErrorBound"/>, as every percentile is.
    /// </summary>
    public bool ExactSum { get; init; }

    /// <summary>
    /// Keeps counts per thread rather than per processor: a record needs no atomic instruction, but has to find what belongs to its
    /// thread, and memory grows with the number of threads, 1.3 KB per doubling and thread. What a thread that has ended leaves
    /// behind is counted on, and its memory goes to the next new thread: there is never more than the most threads that recorded at
    /// one time have needed.
    /// Off by default. For a few dedicated threads on machines whose atomic instructions are slow; measure it there.
    /// </summary>
    public bool PerThread { get; init; }
}

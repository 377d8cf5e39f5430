using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>The recent past of one series. Immutable, so safe to share between threads.</summary>
public sealed class SeriesHistory
{
    /// <summary>Name under which the series was added.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the series has durations and outcomes; one that only counts has rates.</summary>
    public required bool HasDurations { get; init; }

    /// <summary>Windows, oldest first, one per sample, at most <see cref="PerformanceMonitorOptions.HistoryLength"/>.</summary>
    public required IReadOnlyList<SeriesWindow> Windows { get; init; }

    /// <summary>
    /// All durations of the last <see cref="DistributionElapsed"/>, for a percentile curve; <see langword="null"/> for a series
    /// that only counts.
    /// </summary>
    public required LatencySnapshot? Distribution { get; init; }

    /// <summary>
    /// The time of <see cref="Distribution"/>: at least <see cref="PerformanceMonitorOptions.DistributionWindow"/> once the
    /// series is that old, and at most a thirtieth and one sample more.
    /// </summary>
    public required TimeSpan DistributionElapsed { get; init; }
}

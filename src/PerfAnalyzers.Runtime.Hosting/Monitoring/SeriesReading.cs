using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What a series had counted at one moment. Cumulative: windows are differences of readings.</summary>
/// <param name="timestamp">Monotonic, of the monitor's clock.</param>
/// <param name="total">Number of events.</param>
/// <param name="durations">Their durations by outcome, unless the series only counts.</param>
internal sealed class SeriesReading(long timestamp, long total, LatencyRecorderSnapshot? durations)
{
    private LatencySnapshot? _all;

    public SeriesReading(long timestamp, LatencyRecorderSnapshot durations)
        : this(timestamp, Count(durations), durations)
    {
    }

    public long Timestamp => timestamp;

    public long Total => total;

    public LatencyRecorderSnapshot? Durations => durations;

    public long Failures => durations?.Failed.Count ?? 0;

    public long Cancelled => durations?.Cancelled.Count ?? 0;

    /// <summary>Operations that an error rate is a share of: the caller's change of mind says nothing about the service.</summary>
    public long Judged => Total - Cancelled;

    /// <summary>Durations whatever the outcome. Only for series with durations.</summary>
    public LatencySnapshot All => _all ??= MergeAll(durations!);

    /// <summary>The same counts at another time.</summary>
    public SeriesReading At(long time) => new(time, total, durations);

    // Most series have one or two outcomes: merging with nothing would still copy everything.
    private static LatencySnapshot MergeAll(LatencyRecorderSnapshot durations)
    {
        LatencySnapshot? all = null;
        LatencySnapshot[] parts = [durations.Succeeded, durations.Failed, durations.Cancelled, durations.Unspecified];
        foreach (var part in parts)
        {
            all = part.Count == 0 ? all : all?.Merge(part) ?? part;
        }

        return all ?? LatencySnapshot.Empty;
    }

    private static long Count(LatencyRecorderSnapshot durations) =>
        durations.Succeeded.Count + durations.Failed.Count + durations.Cancelled.Count + durations.Unspecified.Count;
}

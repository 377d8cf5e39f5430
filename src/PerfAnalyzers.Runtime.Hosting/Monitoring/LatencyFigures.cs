using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Statistics of the durations of one window, whatever the outcome, each within <see cref="LatencySnapshot.ErrorBound"/>.
/// Immutable.
/// </summary>
public sealed class LatencyFigures
{
    internal LatencyFigures(LatencySnapshot durations)
    {
        Min = durations.Min!.Value;
        Mean = durations.Mean!.Value;
        Median = durations.Median!.Value;
        P90 = durations.P90!.Value;
        P95 = durations.P95!.Value;
        P99 = durations.P99!.Value;
        P999 = durations.P999!.Value;
        Max = durations.Max!.Value;
    }

    /// <summary>Shortest duration.</summary>
    public TimeSpan Min { get; }

    /// <summary>Arithmetic mean. Of a heavy tail it says little: alert on a percentile.</summary>
    public TimeSpan Mean { get; }

    /// <summary>The 50th percentile.</summary>
    public TimeSpan Median { get; }

    /// <summary>The 90th percentile.</summary>
    public TimeSpan P90 { get; }

    /// <summary>The 95th percentile.</summary>
    public TimeSpan P95 { get; }

    /// <summary>The 99th percentile; of fewer than 100 durations it is the longest.</summary>
    public TimeSpan P99 { get; }

    /// <summary>The 99.9th percentile; of fewer than 1000 durations it is the longest.</summary>
    public TimeSpan P999 { get; }

    /// <summary>Longest duration.</summary>
    public TimeSpan Max { get; }
}

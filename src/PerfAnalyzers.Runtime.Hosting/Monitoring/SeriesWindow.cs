namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// What a series did between two samples of a <see cref="PerformanceMonitor"/>: the difference of two cumulative readings, so
/// nothing that happened before dilutes it. Immutable.
/// </summary>
public sealed class SeriesWindow
{
    /// <summary>End of the window by the wall clock, for display. Use <see cref="Elapsed"/> for arithmetic.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>True length of the window, from monotonic timestamps.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Number of events, whatever the outcome.</summary>
    public required long Count { get; init; }

    /// <summary>How many of them failed; 0 for a series without outcomes.</summary>
    public required long Failures { get; init; }

    /// <summary>How many of them their caller gave up; 0 for a series without outcomes.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Durations of the events; <see langword="null"/> if there was none, or the series only counts.</summary>
    public required LatencyFigures? Latency { get; init; }

    /// <summary>Events per second.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Count / Elapsed.TotalSeconds : 0;

    /// <summary>
    /// Share of failures, 0 to 1, among the events that were not cancelled; <see langword="null"/> if there was none, since an
    /// idle service neither fails nor succeeds.
    /// </summary>
    public double? ErrorRate => Count > Cancelled ? (double)Failures / (Count - Cancelled) : null;
}

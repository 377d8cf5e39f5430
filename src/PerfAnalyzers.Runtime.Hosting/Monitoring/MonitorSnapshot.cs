namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What a <see cref="PerformanceMonitor"/> knew at one moment. Immutable, so safe to share between threads.</summary>
public sealed class MonitorSnapshot
{
    /// <summary>When the last sample was taken, by the wall clock; when the monitor was made, before the first.</summary>
    public required DateTimeOffset SampledAt { get; init; }

    /// <summary>The series, in the order of their names.</summary>
    public required IReadOnlyList<SeriesHistory> Series { get; init; }

    /// <summary>
    /// Windows of the process, oldest first, one per sample, at most <see cref="PerformanceMonitorOptions.HistoryLength"/>.
    /// </summary>
    public required IReadOnlyList<ProcessWindow> Process { get; init; }

    /// <summary>The alerts, in the order of their rules.</summary>
    public required IReadOnlyList<AlertStatus> Alerts { get; init; }

    /// <summary>
    /// How often reading a series threw, since the monitor was made. Such a sample adds no window to the series; the next one
    /// covers both times.
    /// </summary>
    public required long FailedReadings { get; init; }

    /// <summary>How often a handler of <see cref="PerformanceMonitor.AlertChanged"/> threw, since the monitor was made.</summary>
    public required long FailedHandlers { get; init; }
}

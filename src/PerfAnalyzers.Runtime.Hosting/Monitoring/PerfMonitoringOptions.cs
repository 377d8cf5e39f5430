
namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>How a host watches itself. Checked when the host starts, with a message that names all that is wrong.</summary>
public sealed class PerfMonitoringOptions
{
    /// <summary>Time between two samples, and so the length of a window; 100 ms to 1 hour. 10 seconds unless set.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc cref="PerformanceMonitorOptions.HistoryLength"/>
    public int HistoryLength { get; set; } = 360;

    /// <inheritdoc cref="PerformanceMonitorOptions.DistributionWindow"/>
    public TimeSpan DistributionWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc cref="PerformanceMonitorOptions.MaxSeries"/>
    public int MaxSeries { get; set; } = 1000;

    /// <summary>How long an <see cref="IAlertSink"/> may take for one alert, 10 ms to 10 minutes. 10 seconds unless set.</summary>
    public TimeSpan SinkTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often <see cref="Recommendations"/> are drawn from the history and the new ones logged, up to 1 day; zero for never.
    /// 10 minutes unless set.
    /// </summary>
    public TimeSpan RecommendationInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The alerts. Their names must differ.</summary>
    public IList<AlertRule> Rules { get; } = [];

    internal PerformanceMonitorOptions ForMonitor() => new()
    {
        HistoryLength = HistoryLength,
        DistributionWindow = DistributionWindow,
        MaxSeries = MaxSeries,
        Rules = [.. Rules],
    };
}

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>
/// What <see cref="Microsoft.Extensions.DependencyInjection.PerfMetricsServiceCollectionExtensions.AddPerfMetrics"/> measures. How
/// often it is sampled, how much is kept and when to alert is
/// for <see cref="Hosting.Monitoring.PerfMonitoringOptions"/> to say.
/// </summary>
public sealed class PerfMetricsOptions
{
    /// <summary>
    /// The most pairs of method and route that have a series of their own, 1 to 10,000; 200 unless set. Requests of others are
    /// counted together as <see cref="RequestSeries.OtherRoutes"/>. The monitor's own
    /// <see cref="Hosting.Monitoring.PerfMonitoringOptions.MaxSeries"/> may be less, then it counts.
    /// </summary>
    public int MaxRoutes { get; set; } = 200;
}

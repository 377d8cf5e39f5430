using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.AspNetCore;
using PerfAnalyzers.Runtime.AspNetCore.Dashboard;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the measuring of requests to an application.</summary>
public static class PerfMetricsServiceCollectionExtensions
{
    /// <summary>
    /// Measures latency and throughput of every route and has the <see cref="PerformanceMonitor"/> watch them, which this adds as
    /// <see cref="PerfMonitoringServiceCollectionExtensions.AddPerfMonitoring"/> does; call that too to set its interval and alerts.
    /// Nothing can be
    /// seen from outside until <see cref="PerfDashboardEndpointRouteBuilderExtensions.MapPerfDashboard"/> is called.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Changes the options; <see langword="null"/> for the defaults. One outside its range is refused when the host
    /// starts.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddPerfMetrics(this IServiceCollection services, Action<PerfMetricsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddPerfMonitoring();
        services.AddOptions<PerfMetricsOptions>().Configure(configure ?? (static _ => { }));
        services.TryAddSingleton(static provider => new PerfMetrics(
            provider.GetRequiredService<IOptions<PerfMetricsOptions>>().Value,
            provider.GetRequiredService<PerformanceMonitor>(),
            provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<DashboardPage>();
        services.TryAddSingleton<DashboardCache>();
        services.AddHostedService<PerfMetricsListening>();
        return services;
    }
}

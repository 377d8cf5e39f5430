using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.AspNetCore.Dashboard;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Monitoring;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>Adds the measuring of requests to an application, and maps its dashboard.</summary>
public static class PerfMetricsSetup
{
    /// <summary>
    /// Measures latency and throughput of every route and has the <see cref="PerformanceMonitor"/> watch them, which this adds as
    /// <see cref="PerfMonitoringServices.AddPerfMonitoring"/> does; call that too to set its interval and alerts. Nothing can be
    /// seen from outside until <see cref="MapPerfDashboard"/> is called.
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
        services.AddHostedService<PerfMetricsListening>();
        return services;
    }

    /// <summary>
    /// Maps the dashboard: one page without external requests, and its data below it. It shows route templates, rates and
    /// latencies of the application, so outside of development ask who wants to know:
    /// <c>app.MapPerfDashboard("/perf").RequireAuthorization("operators")</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group of endpoints.</param>
    /// <param name="pattern">Path of the page, without parameters.</param>
    /// <returns>Takes the usual conventions, for the page and its data together.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="AddPerfMetrics"/> was not called.</exception>
    public static IEndpointConventionBuilder MapPerfDashboard(this IEndpointRouteBuilder endpoints, string pattern = "/perf")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (endpoints.ServiceProvider.GetService<DashboardPage>() is not { } page)
        {
            throw new InvalidOperationException($"Call services.{nameof(AddPerfMetrics)}() before {nameof(MapPerfDashboard)}.");
        }

        var group = endpoints.MapGroup(pattern);
        group.MapGet("", context => WritePageAsync(context, page));
        group.MapGet("data", WriteDataAsync);
#if NET9_0_OR_GREATER
        group.DisableHttpMetrics();
#endif
        return group;
    }

    private static async Task WritePageAsync(HttpContext context, DashboardPage page)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Html.Length;
        await context.Response.Body.WriteAsync(page.Html, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteDataAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var monitoring = services.GetRequiredService<IOptions<PerfMonitoringOptions>>().Value;
        var detail = context.Request.Query["series"];
        var data = DashboardReader.Read(
            services.GetRequiredService<PerformanceMonitor>().GetSnapshot(),
            monitoring.Interval,
            monitoring.DistributionWindow,
            detail.Count > 0 ? detail[0] : RequestSeries.All);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, data, DashboardJson.Default.DashboardData, context.RequestAborted).ConfigureAwait(false);
    }
}

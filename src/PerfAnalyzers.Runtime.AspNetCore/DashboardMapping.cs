using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PerfAnalyzers.Runtime.AspNetCore;
using PerfAnalyzers.Runtime.AspNetCore.Dashboard;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the dashboard of an application that is measured.</summary>
public static class PerfDashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the dashboard: one page without external requests, and its data below it. It shows route templates, rates and
    /// latencies of the application, so outside of development ask who wants to know:
    /// <c>app.MapPerfDashboard("/perf").RequireAuthorization("operators")</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group of endpoints.</param>
    /// <param name="pattern">Path of the page, without parameters.</param>
    /// <returns>Takes the usual conventions, for the page and its data together.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PerfMetricsServiceCollectionExtensions.AddPerfMetrics"/> was not
    /// called.</exception>
    public static IEndpointConventionBuilder MapPerfDashboard(this IEndpointRouteBuilder endpoints, string pattern = "/perf")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (endpoints.ServiceProvider.GetService<DashboardPage>() is not { } page)
        {
            throw new InvalidOperationException(
                $"Call services.{nameof(PerfMetricsServiceCollectionExtensions.AddPerfMetrics)}() before {nameof(MapPerfDashboard)}.");
        }

        var group = endpoints.MapGroup(pattern);
        group.MapGet("", context => WritePageAsync(context, page));
        group.MapGet("data", WriteDataAsync);
        DashboardExposure.WarnOf(group, endpoints.ServiceProvider, pattern);
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
        var detail = context.Request.Query["series"];
        var json = context.RequestServices.GetRequiredService<DashboardCache>().Read(detail.Count > 0 ? detail[0] : RequestSeries.All);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }
}

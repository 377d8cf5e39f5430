namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>Names of the series of requests that <see
/// cref="Microsoft.Extensions.DependencyInjection.PerfMetricsServiceCollectionExtensions.AddPerfMetrics"/> measures, for alert
/// rules.</summary>
public static class RequestSeries
{
    /// <summary>All requests that the server answered.</summary>
    public const string All = "All requests";

    /// <summary>Requests of routes beyond <see cref="PerfMetricsOptions.MaxRoutes"/>.</summary>
    public const string OtherRoutes = "Other routes";

    /// <summary>The requests of a method and a route template: <c>GET /orders/{id}</c>.</summary>
    /// <param name="method">HTTP method in capitals, or <c>_OTHER</c> for one that HTTP does not define.</param>
    /// <param name="route">
    /// The template as the endpoint was mapped, with a slash in front; <see langword="null"/> for requests that no endpoint matched,
    /// which are together <c>GET (no route)</c>.
    /// </param>
    public static string Of(string? method, string? route) =>
        $"{method ?? "_OTHER"} {Path(route)}";

    private static string Path(string? route) => route switch
    {
        null => "(no route)",
        ['/', ..] => route,
        _ => "/" + route,
    };
}

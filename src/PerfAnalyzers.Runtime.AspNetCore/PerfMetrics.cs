using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Metrics;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>
/// What the server's requests took, by route, method and class of status code, and who has the
/// <see cref="PerformanceMonitor"/> watch each route. Made by <see
/// cref="Microsoft.Extensions.DependencyInjection.PerfMetricsServiceCollectionExtensions.AddPerfMetrics"/>, at hand as a
/// singleton service. All members are safe to call from any thread.
/// </summary>
/// <remarks>
/// It listens to the instrument <c>http.server.request.duration</c> that ASP.NET Core has since version 8, so there is no
/// middleware and nothing to order; requests of endpoints with DisableHttpMetrics are left out. Only meters of the same
/// container's <see cref="IMeterFactory"/> are heard, so hosts of one process are kept apart.
/// </remarks>
public sealed class PerfMetrics : IDisposable
{
    internal const string StatusCodeTag = "http.response.status_code";

    private const string RouteTag = "http.route";
    private const string MethodTag = "http.request.method";

    private readonly object _adding = new();
    private readonly PerformanceMonitor _monitor;
    private readonly int _maxRoutes;
    private readonly Dictionary<string, RouteSeries> _routes = new(StringComparer.Ordinal);
    private readonly RouteSeries _all = new();
    private readonly RouteSeries _other = new();
    private readonly MeterHistogramListener _listener;
    private bool _hasOther;

    internal PerfMetrics(PerfMetricsOptions options, PerformanceMonitor monitor, IMeterFactory meters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxRoutes, 1, nameof(options.MaxRoutes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxRoutes, 10_000, nameof(options.MaxRoutes));
        _monitor = monitor;
        _maxRoutes = options.MaxRoutes;
        monitor.Add(RequestSeries.All, _all.Read);
        _listener = new MeterHistogramListener(new MeterHistogramSubscription("http.server.request.duration")
        {
            MeterScope = meters,
            SplitBy = [RouteTag, MethodTag, new(StatusCodeTag, StatusClass.Of)],
            MaxSeries = (_maxRoutes + 1) * StatusClass.Most,
        });
        _listener.SeriesAdded += (_, series) => Add(series);
        foreach (var series in _listener.GetSeries())
        {
            Add(series);
        }
    }

    /// <summary>The durations of every route, method and class of status code since the start.</summary>
    public IReadOnlyList<MeterHistogramSeries> GetSeries() => _listener.GetSeries();

    /// <summary>Stops measuring.</summary>
    public void Dispose() => _listener.Dispose();

    private void Add(MeterHistogramSeries series)
    {
        lock (_adding)
        {
            _all.Add(series);
            RouteOf(series).Add(series);
        }
    }

    private RouteSeries RouteOf(MeterHistogramSeries series)
    {
        if (series.IsOverflow)
        {
            return Other();
        }

        var name = RequestSeries.Of(series.Tag(MethodTag) as string, series.Tag(RouteTag) as string);
        if (_routes.TryGetValue(name, out var known))
        {
            return known;
        }

        var route = new RouteSeries();
        if (_routes.Count == _maxRoutes || !TryWatch(name, route.Read))
        {
            return Other();
        }

        _routes.Add(name, route);
        return route;
    }

    private RouteSeries Other()
    {
        if (!_hasOther)
        {
            _hasOther = true;
            TryWatch(RequestSeries.OtherRoutes, _other.Read);
        }

        return _other;
    }

    // The monitor may be full, or the application may have taken the name.
    private bool TryWatch(string name, Func<LatencyRecorderSnapshot> read)
    {
        try
        {
            _monitor.Add(name, read);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}

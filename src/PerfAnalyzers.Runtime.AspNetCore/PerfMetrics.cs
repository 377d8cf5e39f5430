using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Metrics;
using PerfAnalyzers.Runtime.Monitoring;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>
/// What the server's requests took, by route and method: made by <see cref="PerfMetricsExtensions.AddPerfMetrics"/>, at hand as a
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
    private readonly Dictionary<string, RouteSeries> _routes = new(StringComparer.Ordinal);
    private readonly int _maxRoutes;
    private readonly RouteSeries _all = new();
    private readonly RouteSeries _other = new();
    private readonly MeterHistogramListener _listener;
    private bool _otherIsWatched;

    internal PerfMetrics(PerfMetricsOptions options, IMeterFactory meters, TimeProvider clock)
    {
        Monitor = new PerformanceMonitor(options.ToMonitorOptions(), clock);
        SampleInterval = options.SampleInterval;
        _maxRoutes = options.MaxRoutes;
        Monitor.Add(PerfSeries.AllRequests, _all.Read);
        foreach (var (name, recorder) in options.Recorders)
        {
            Monitor.Add(name, recorder);
        }

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

    /// <summary>The history of all series, and the alerts.</summary>
    public PerformanceMonitor Monitor { get; }

    /// <summary>Time between two samples.</summary>
    public TimeSpan SampleInterval { get; }

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
        var name = PerfSeries.OfRoute(series.Tag(MethodTag) as string, series.Tag(RouteTag) as string);
        if (!series.IsOverflow && _routes.TryGetValue(name, out var known))
        {
            return known;
        }

        if (series.IsOverflow || _routes.Count == _maxRoutes)
        {
            return Other();
        }

        var route = new RouteSeries();
        _routes.Add(name, route);
        Monitor.Add(name, route.Read);
        return route;
    }

    private RouteSeries Other()
    {
        if (!_otherIsWatched)
        {
            _otherIsWatched = true;
            Monitor.Add(PerfSeries.OtherRoutes, _other.Read);
        }

        return _other;
    }
}

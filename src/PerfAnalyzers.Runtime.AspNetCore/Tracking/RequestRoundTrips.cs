using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.AspNetCore.Tracking;

/// <summary>Counts the round trips of every request, tells of loops, and keeps the means by route.</summary>
internal sealed partial class RequestRoundTrips
{
    private readonly ConcurrentDictionary<string, RouteRoundTrips> _routes = new(StringComparer.Ordinal);
    private readonly RoundTripTrackingOptions _options;
    private readonly Histogram<int> _perRequest;
    private readonly ILogger _logger;

    public RequestRoundTrips(IOptions<RoundTripTrackingOptions> options, IMeterFactory meters, ILogger<RequestRoundTrips> logger)
    {
        _options = options.Value;
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxRepetitions, 1, nameof(_options.MaxRepetitions));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxRepetitions, 10_000, nameof(_options.MaxRepetitions));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxRoutes, 1, nameof(_options.MaxRoutes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxRoutes, 10_000, nameof(_options.MaxRoutes));
        _perRequest = meters.Create("PerfAnalyzers.Runtime.AspNetCore").CreateHistogram<int>(
            "http.server.request.round_trips", "{round_trip}", "Round trips to databases and services made by a request.");
        _logger = logger;
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var trips = RoundTrips.Begin(_options.MaxRepetitions);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Note(context, trips);
        }
    }

    /// <summary>Mean round trips of a request of this series; <see langword="null"/> before its first.</summary>
    public double? PerRequest(string series) => _routes.TryGetValue(series, out var route) ? route.Mean : null;

    private void Note(HttpContext context, RoundTrips trips)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var series = RequestSeries.Of(context.Request.Method, route);
        var total = trips.Total;
        RouteOf(series).Add(total);
        RouteOf(RequestSeries.All).Add(total);
        if (_perRequest.Enabled)
        {
            _perRequest.Record(total, new("http.request.method", context.Request.Method), new("http.route", route));
        }

        if (total > _options.MaxRepetitions)
        {
            foreach (var repeated in trips.GetCounts().TakeWhile(one => one.Count > _options.MaxRepetitions))
            {
                LogRepetition(series, repeated.Count, repeated.Kind, repeated.Statement, repeated.Caller?.ToString() ?? "an unknown place");
            }
        }
    }

    private RouteRoundTrips RouteOf(string series)
    {
        if (_routes.TryGetValue(series, out var known))
        {
            return known;
        }

        return _routes.GetOrAdd(_routes.Count < _options.MaxRoutes ? series : RequestSeries.OtherRoutes, static _ => new());
    }

    [LoggerMessage(
        EventId = 1,
        EventName = "RepeatedRoundTrip",
        Level = LogLevel.Warning,
        Message = "{Series} made the same round trip {Count} times ({Kind}: {Statement}), from {Caller}")]
    private partial void LogRepetition(string series, int count, string kind, string statement, string caller);

    private sealed class RouteRoundTrips
    {
        private long _requests;
        private long _trips;

        public double Mean => (double)Volatile.Read(ref _trips) / Volatile.Read(ref _requests);

        public void Add(int trips)
        {
            Interlocked.Add(ref _trips, trips);
            Interlocked.Increment(ref _requests);
        }
    }
}

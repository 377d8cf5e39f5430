using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Metrics;

/// <summary>
/// Publishes recorders and meters as instruments of a <see cref="Meter"/>, made by <c>IMeterFactory.Create</c> or by hand, for
/// OpenTelemetry, dotnet-counters or whatever listens. An instrument lives as long as its meter. All members are safe to call from any
/// thread.
/// </summary>
public static class LatencyMeterExtensions
{
    // A 1, 2.5, 5 (and 7.5) series. From 5 ms on they are the boundaries that the semantic conventions advise for
    // http.server.request.duration; those below give an answer of a cache or a local database a place too.
    private static readonly double[] DefaultBoundaries =
    [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025,
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ];

    /// <summary>
    /// Writes every duration the recorder records from now on to a <see cref="Histogram{T}"/> too, in seconds. While nobody listens
    /// this costs about a nanosecond. The outcome is a tag: <c>outcome</c> is <c>success</c>, <c>failure</c>, <c>cancelled</c>
    /// or <c>unspecified</c>, and for failures and cancellations there is <c>error.type</c>, <c>_OTHER</c> or <c>cancelled</c>, as
    /// OpenTelemetry's semantic conventions ask (https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/).
    /// </summary>
    /// <remarks>
    /// What the listener makes of it is its own: the usual explicit buckets know a percentile only to the width of a bucket. The
    /// package PerfAnalyzers.Runtime.OpenTelemetry has views that make the OpenTelemetry SDK keep the recorder's own buckets.
    /// </remarks>
    /// <param name="meter">Where the instrument is made.</param>
    /// <param name="recorder">The recorder; it can be published once.</param>
    /// <param name="name">
    /// Name of the instrument, by convention in lower case with dots and ending with the thing measured: <c>shop.checkout.duration</c>.
    /// </param>
    /// <param name="description">What is measured, for people.</param>
    /// <param name="tags">Tags of every measurement.</param>
    /// <param name="boundaries">
    /// Boundaries of explicit buckets in seconds, ascending, as advice to the listener; <see langword="null"/> for 100 us to 10 s.
    /// .NET carries such advice from version 9 on.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="meter"/>, <paramref name="recorder"/> or <paramref name="name"/> is
    /// null.</exception>
    /// <exception cref="ArgumentException"><paramref name="boundaries"/> are not ascending numbers.</exception>
    /// <exception cref="InvalidOperationException">The recorder is published already.</exception>
    public static void PublishLatency(
        this Meter meter,
        LatencyRecorder recorder,
        string name,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, object?>>? tags = null,
        IReadOnlyList<double>? boundaries = null)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(name);
        recorder.Publish(() => new LatencyPublication(
            CreateHistogram(meter, name, description, Ascending(boundaries ?? DefaultBoundaries)), tags ?? []));
    }

    /// <summary>Publishes the number of events as an observable counter, from which a backend takes the rate.</summary>
    /// <param name="meter">Where the instrument is made.</param>
    /// <param name="throughput">The meter of events.</param>
    /// <param name="name">Name of the instrument, for example <c>shop.orders</c>.</param>
    /// <param name="unit">What is counted, in the braces of UCUM, for example <c>{order}</c>.</param>
    /// <param name="description">What is counted, for people.</param>
    /// <param name="tags">Tags of the count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="meter"/>, <paramref name="throughput"/> or <paramref name="name"/> is
    /// null.</exception>
    public static void PublishThroughput(
        this Meter meter,
        ThroughputMeter throughput,
        string name,
        string unit = "{event}",
        string? description = null,
        IReadOnlyList<KeyValuePair<string, object?>>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(throughput);
        ArgumentNullException.ThrowIfNull(name);
        meter.CreateObservableCounter(name, () => new Measurement<long>(throughput.Total, tags ?? []), unit, description);
    }

    /// <summary>
    /// Publishes percentiles of the recent past as an observable gauge in seconds, one value for each percentile with the tag
    /// <c>quantile</c> (0.99 for p99), for listeners that know gauges only.
    /// <para>
    /// Percentiles of several processes cannot be merged: no average or maximum of theirs is the percentile of all. Where there is
    /// more than one process, publish the recorder or export its buckets instead.
    /// </para>
    /// </summary>
    /// <remarks>
    /// The window begins at the last observation at or before its beginning, so it is at least <paramref name="window"/> long and at
    /// most one collection more, once that much time has passed. A window without durations gives no value.
    /// </remarks>
    /// <param name="meter">Where the instrument is made.</param>
    /// <param name="recorder">The recorder; all its outcomes are counted.</param>
    /// <param name="name">Name of the instrument, for example <c>shop.checkout.duration.quantile</c>.</param>
    /// <param name="window">How much of the past is counted; more than zero.</param>
    /// <param name="percentiles">0 to 100 each; <see langword="null"/> for 50, 90, 95, 99 and 99.9.</param>
    /// <param name="description">What is measured, for people.</param>
    /// <param name="tags">Further tags of every value.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="meter"/>, <paramref name="recorder"/> or <paramref name="name"/> is
    /// null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> or a percentile is outside its range.</exception>
    public static void PublishPercentiles(
        this Meter meter,
        LatencyRecorder recorder,
        string name,
        TimeSpan window,
        IReadOnlyList<double>? percentiles = null,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, object?>>? tags = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var gauge = new PercentileGauge(
            recorder, window, percentiles ?? [50, 90, 95, 99, 99.9], tags ?? [], timeProvider ?? TimeProvider.System);
        meter.CreateObservableGauge(name, gauge.Observe, unit: "s", description);
    }

    private static Histogram<double> CreateHistogram(Meter meter, string name, string? description, IReadOnlyList<double> boundaries) =>
#if NET9_0_OR_GREATER
        meter.CreateHistogram(
            name, unit: "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
#else
        meter.CreateHistogram<double>(name, unit: "s", description);
#endif

    private static IReadOnlyList<double> Ascending(IReadOnlyList<double> boundaries)
    {
        for (var i = 0; i < boundaries.Count; i++)
        {
            if (double.IsNaN(boundaries[i]) || (i > 0 && boundaries[i] <= boundaries[i - 1]))
            {
                throw new ArgumentException("Must be numbers, each above the one before.", nameof(boundaries));
            }
        }

        return boundaries;
    }
}

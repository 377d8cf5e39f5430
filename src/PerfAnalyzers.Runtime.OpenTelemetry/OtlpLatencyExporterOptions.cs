using OpenTelemetry.Metrics;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Metrics;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>What an <see cref="OtlpLatencyExporter"/> exports, where to and how often. Read once, when the exporter is made.</summary>
public sealed class OtlpLatencyExporterOptions
{
    /// <summary>
    /// Where an OTLP receiver takes metrics by HTTP and protobuf (not gRPC); <c>http://localhost:4318/v1/metrics</c> unless set,
    /// the receiver's default.
    /// </summary>
    public Uri Endpoint { get; set; } = new("http://localhost:4318/v1/metrics");

    /// <summary>Sent with every export, for example the key of a backend.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Time between two exports, 100 ms to a day; 60 s unless set, as in the OpenTelemetry SDK.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an export may take, 1 ms to an hour; 10 s unless set, as in the OpenTelemetry SDK.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether each export has everything since the start (<see cref="AggregationTemporality.Cumulative"/>, the default, which
    /// repairs a lost export by itself) or what came since the last export that succeeded (<see cref="AggregationTemporality.Delta"/>).
    /// </summary>
    public AggregationTemporality Temporality { get; set; } = AggregationTemporality.Cumulative;

    /// <summary>Makes the client that exports, once, for proxies or certificates; the exporter disposes it.</summary>
    public Func<HttpClient> CreateHttpClient { get; set; } = static () => new HttpClient();

    internal List<Func<IEnumerable<ExportedSeries>>> Sources { get; } = [];

    /// <summary>
    /// Exports a recorder: a series for each outcome it has met, with the same <c>outcome</c> and <c>error.type</c> as
    /// <see cref="MetricsPublishing.PublishLatency"/>.
    /// </summary>
    /// <param name="name">Name of the metric, for example <c>shop.checkout.duration</c>; its unit is the second.</param>
    /// <param name="recorder">The recorder.</param>
    /// <param name="description">What is measured, for people.</param>
    /// <param name="tags">Attributes of every series.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty, or <paramref name="recorder"/> is null.</exception>
    public OtlpLatencyExporterOptions AddRecorder(
        string name,
        LatencyRecorder recorder,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, object?>>? tags = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(recorder);
        var series = Enum.GetValues<LatencyOutcome>()
            .Select(outcome => (
                Outcome: outcome, Key: new object(),
                Tags: (IReadOnlyList<KeyValuePair<string, object?>>)[.. OutcomeTags.Of(outcome), .. tags ?? []]))
            .ToArray();
        Sources.Add(() =>
        {
            var recorded = recorder.GetSnapshot();
            return series.Select(one => new ExportedSeries(one.Key, name, description, one.Tags, one.Outcome switch
            {
                LatencyOutcome.Success => recorded.Succeeded,
                LatencyOutcome.Failure => recorded.Failed,
                LatencyOutcome.Cancelled => recorded.Cancelled,
                _ => recorded.Unspecified,
            }));
        });
        return this;
    }

    /// <summary>Exports a histogram, as measured.</summary>
    /// <param name="name">Name of the metric, for example <c>shop.checkout.duration</c>; its unit is the second.</param>
    /// <param name="histogram">The histogram.</param>
    /// <param name="description">What is measured, for people.</param>
    /// <param name="tags">Attributes of the series.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty, or <paramref name="histogram"/> is null.</exception>
    public OtlpLatencyExporterOptions AddHistogram(
        string name,
        LatencyHistogram histogram,
        string? description = null,
        IReadOnlyList<KeyValuePair<string, object?>>? tags = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(histogram);
        var key = new object();
        Sources.Add(() => [new ExportedSeries(key, name, description, tags ?? [], histogram.GetSnapshot())]);
        return this;
    }

    /// <summary>
    /// Exports every series of a listener under the name of its instrument. Where the OpenTelemetry SDK exports that instrument
    /// too, drop it there with <c>AddView(name, MetricStreamConfiguration.Drop)</c>, or a backend gets the metric twice.
    /// </summary>
    /// <param name="listener">The listener; it must not be disposed before the exporter is, or what comes between is not heard.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="listener"/> is null.</exception>
    public OtlpLatencyExporterOptions AddListener(MeterHistogramListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var added = new object();
        Sources.Add(() => listener.GetSeries().Select(series =>
            new ExportedSeries((added, series), series.InstrumentName, Description: null, series.Tags, series.Histogram.GetSnapshot())));
        return this;
    }

    internal OtlpLatencyExporterOptions Copy()
    {
        var copy = new OtlpLatencyExporterOptions
        {
            Endpoint = Endpoint,
            Interval = Interval,
            Timeout = Timeout,
            Temporality = Temporality,
            CreateHttpClient = CreateHttpClient,
        };
        copy.Sources.AddRange(Sources);
        foreach (var (name, value) in Headers)
        {
            copy.Headers[name] = value;
        }

        return copy;
    }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Endpoint);
        ArgumentNullException.ThrowIfNull(CreateHttpClient);
        if (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("Must be an absolute http or https address.", nameof(Endpoint));
        }

        ThrowUnless(
            Interval >= TimeSpan.FromMilliseconds(100) && Interval <= TimeSpan.FromDays(1), nameof(Interval), Interval, "100 ms to a day");
        ThrowUnless(
            Timeout >= TimeSpan.FromMilliseconds(1) && Timeout <= TimeSpan.FromHours(1), nameof(Timeout), Timeout, "1 ms to an hour");
        ThrowUnless(
            Temporality is AggregationTemporality.Cumulative or AggregationTemporality.Delta,
            nameof(Temporality), Temporality, "Cumulative or Delta");
    }

    private static void ThrowUnless(bool valid, string name, object value, string range)
    {
        if (!valid)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Must be {range}.");
        }
    }
}

using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Metrics;
using PerfAnalyzers.Runtime.OpenTelemetry;
using PerfAnalyzers.Runtime.Tests.Latency;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

/// <summary>
/// The SDK's own exponential histogram, told to stay at our scale, hears the same instrument; its own OTLP exporter and ours send to
/// the same receiver. What arrives must be the same, bucket for bucket.
/// </summary>
public sealed class AgainstTheSdkTests : IDisposable
{
    // The whole range of our grid, so that the SDK need not merge buckets.
    private const int Buckets = 46 * 128;

    private readonly Meter _meter = new("Tests." + Guid.NewGuid());

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AListenedInstrumentArrivesAsTheSdkSendsIt(bool delta)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var instrument = _meter.CreateHistogram<double>("shop.checkout.duration", "s");
        using var listener = new MeterHistogramListener(
            new MeterHistogramSubscription("shop.checkout.duration") { MeterName = _meter.Name, SplitBy = ["route", "code", "ok", "share"] });
        using (Provider(receiver, delta, options => options.AddListener(listener)))
        {
            var random = new Random(3);
            for (var i = 0; i < 50_000; i++)
            {
                // Three decades mostly, and the whole range of the grid at times.
                var seconds = i % 100 == 0 ? Math.Pow(2, (random.NextDouble() * 45.9) - 29.9) : Math.Pow(10, (random.NextDouble() * 3) - 3);
                instrument.Record(seconds, new("route", i % 3 == 0 ? "/a" : "/b"), new("code", 200), new("ok", true), new("share", 0.5));
            }

            // Powers of two are on the boundary of two buckets, and zero is in none.
            foreach (var exponent in Enumerable.Range(-29, 46))
            {
                instrument.Record(Math.Pow(2, exponent), new("route", "/a"), new("code", 200), new("ok", true), new("share", 0.5));
            }

            instrument.Record(0, new("route", "/a"), new("code", 200), new("ok", true), new("share", 0.5));
        }

        var (sdk, ours) = Both(receiver);
        Assert.Equal(delta ? 1 : 2, sdk.Temporality);
        AssertSame(sdk, ours);
        Assert.Equal(2, sdk.Points.Count);
        Assert.Equal("code=200L;ok=true;route=/a;share=0.5D", ours.Points[0].Attributes);
    }

    [Fact]
    public async Task ARecorderArrivesAsTheSdkSendsItAndWithTheSameSum()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var recorder = new LatencyRecorder(new LatencyHistogramOptions { ExactSum = true });
        _meter.PublishLatency(recorder, "shop.checkout.duration", "Time to check out.", [new("region", "eu")]);
        using (Provider(receiver, delta: false, options => options.AddRecorder("shop.checkout.duration", recorder, "Time to check out.", [new("region", "eu")])))
        {
            var random = new Random(5);
            for (var i = 0; i < 20_000; i++)
            {
                recorder.Record(TimeSpan.FromTicks((long)Math.Exp(random.NextDouble() * 22)), (LatencyOutcome)(i % 4));
            }
        }

        var (sdk, ours) = Both(receiver);
        AssertSame(sdk, ours);
        Assert.Equal(4, ours.Points.Count);
        foreach (var point in ours.Points)
        {
            Recorded.Near(sdk.Points.Single(other => other.Attributes == point.Attributes).Sum, point.Sum, 1e-12);
        }
    }

    private MeterProvider Provider(OtlpReceiver receiver, bool delta, Action<OtlpLatencyExporterOptions> export) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.Clear().AddService("shop", "prod", "1.2", serviceInstanceId: "3").AddAttributes([new("zones", new[] { "a", "b" })]))
        .AddMeter(_meter.Name)
        .AddView(_ => new Base2ExponentialBucketHistogramConfiguration { MaxScale = 7, MaxSize = Buckets, RecordMinMax = false })
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Endpoint = receiver.Endpoint;
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            reader.TemporalityPreference = delta ? MetricReaderTemporalityPreference.Delta : MetricReaderTemporalityPreference.Cumulative;
        })
        .AddLatencyExporter(options =>
        {
            options.Endpoint = receiver.Endpoint;
            options.Temporality = delta ? AggregationTemporality.Delta : AggregationTemporality.Cumulative;
            export(options);
        })
        .Build();

    private (OtlpMetric Sdk, OtlpMetric Ours) Both(OtlpReceiver receiver)
    {
        var metrics = receiver.Metrics.ToList();
        return (metrics.Single(metric => metric.Scope == _meter.Name), metrics.Single(metric => metric.Scope == "PerfAnalyzers.Runtime"));
    }

    private static void AssertSame(OtlpMetric sdk, OtlpMetric ours)
    {
        Assert.True(sdk.IsExponential);
        Assert.Contains("service.name=shop", ours.Resource, StringComparison.Ordinal);
        Assert.Equal(sdk with { Scope = "", Points = [] }, ours with { Scope = "", Points = [] });
        Assert.Equal(sdk.Points.Select(point => point.Attributes).Order(), ours.Points.Select(point => point.Attributes).Order());
        foreach (var point in ours.Points)
        {
            var expected = sdk.Points.Single(other => other.Attributes == point.Attributes);
            Assert.Equal((expected.Count, expected.Scale, expected.ZeroCount), (point.Count, point.Scale, point.ZeroCount));
            Assert.Equal(7, point.Scale);
            Assert.Equal(expected.Buckets, point.Buckets);
            Assert.Equal((long)(point.Count - point.ZeroCount), point.Buckets.Sum(bucket => bucket.Count));
            Recorded.Near(expected.Sum, point.Sum, LatencySnapshot.Empty.ErrorBound);
            Assert.False(point.HasNegatives);
            Assert.False(point.HasMinimum);
            Assert.InRange(point.Time, point.Start + 1, ulong.MaxValue);
        }
    }
}

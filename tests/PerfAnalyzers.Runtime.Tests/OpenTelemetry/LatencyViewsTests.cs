using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using PerfAnalyzers.Runtime.Metrics;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

/// <summary>With the views, what the SDK's own exporter sends is what our histogram holds, bucket for bucket.</summary>
public sealed class LatencyViewsTests : IDisposable
{
    private readonly Meter _meter = new("Tests." + Guid.NewGuid());

    public void Dispose() => _meter.Dispose();

    [Theory, InlineData(OtlpExportProtocol.HttpProtobuf), InlineData(OtlpExportProtocol.Grpc)]
    public async Task TheSdkSendsTheBucketsOfOurHistogram(OtlpExportProtocol protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync(protocol);
        var instrument = _meter.CreateHistogram<double>("shop.checkout.duration", "s");
        var inMilliseconds = _meter.CreateHistogram<double>("shop.search.duration", "ms");
        var sizes = _meter.CreateHistogram<double>("shop.basket.size", "{item}");
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("shop.checkout.duration") { MeterName = _meter.Name });
        using (Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter.Name)
            .AddLatencyViews()
            .AddOtlpExporter(options => (options.Endpoint, options.Protocol) = (receiver.Endpoint, protocol))
            .Build())
        {
            var random = new Random(3);
            for (var i = 0; i < 50_000; i++)
            {
                instrument.Record(Math.Pow(10, (random.NextDouble() * 6) - 5));
            }

            // Powers of two are on the boundary of two buckets, and zero is in none.
            foreach (var exponent in Enumerable.Range(-16, 26))
            {
                instrument.Record(Math.Pow(2, exponent));
            }

            instrument.Record(0);
            inMilliseconds.Record(5);
            sizes.Record(5);
        }

        var metrics = receiver.Metrics.Where(metric => metric.Scope == _meter.Name).ToDictionary(metric => metric.Name);
        Assert.True(metrics["shop.search.duration"].IsExponential);
        Assert.False(metrics["shop.basket.size"].IsExponential);
        var sent = Assert.Single(metrics["shop.checkout.duration"].Points);
        var ours = listener.GetSnapshot("shop.checkout.duration");
        Assert.Equal((7, (ulong)ours.Count, 1UL), (sent.Scale, sent.Count, sent.ZeroCount));
        Assert.Equal(
            ours.Buckets().Where(bucket => bucket.Index != int.MinValue).Select(bucket => (bucket.Index, bucket.Count)),
            sent.Buckets);
        Assert.InRange(sent.Buckets.Count(), 2_000, 3_300);
    }
}

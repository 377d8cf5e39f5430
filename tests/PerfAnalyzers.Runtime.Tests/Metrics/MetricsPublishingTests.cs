using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Metrics;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Metrics;

public sealed class MetricsPublishingTests : IDisposable
{
    private readonly Meter _meter = new("Tests." + Guid.NewGuid());
    private readonly FakeTimeProvider _clock = new();
    private readonly LatencyRecorder _recorder;
    private MeterListener? _listener;

    public MetricsPublishingTests() => _recorder = new LatencyRecorder(timeProvider: _clock);

    public void Dispose()
    {
        _listener?.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void EveryRecordReachesTheInstrumentInSecondsWithItsOutcome()
    {
        _meter.PublishLatency(_recorder, "shop.checkout.duration", "Time to check out.", [new("region", "eu")]);
        var heard = Hear<double>();

        _recorder.Record(TimeSpan.FromMilliseconds(250), LatencyOutcome.Success);
        _recorder.Record(TimeSpan.FromMilliseconds(-1), LatencyOutcome.Failure);
        var start = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _recorder.RecordSince(start, LatencyOutcome.Cancelled);
        using (_recorder.Measure())
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var requests = new LatencyRequests<int>(_recorder);
        requests.StartRequest(7);
        _clock.Advance(TimeSpan.FromSeconds(3));
        requests.EndRequest(7);

        Assert.Equal(
            [
                "0.25 outcome=success region=eu",
                "0 outcome=failure error.type=_OTHER region=eu",
                "2 outcome=cancelled error.type=cancelled region=eu",
                "1 outcome=unspecified region=eu",
                "3 outcome=success region=eu",
            ],
            heard);
        Assert.Equal(5, _recorder.GetSnapshot().All.Count);
    }

    [Fact]
    public void TheInstrumentSaysItsUnitAndAdvisesBoundaries()
    {
        Instrument? published = null;
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published = instrument.Meter == _meter ? instrument : published };
        listener.Start();
        _meter.PublishLatency(_recorder, "shop.checkout.duration", "Time to check out.");

        var histogram = Assert.IsType<Histogram<double>>(published);
        Assert.Equal(("shop.checkout.duration", "s", "Time to check out."), (histogram.Name, histogram.Unit, histogram.Description));

        // From 5 ms on those of http.server.request.duration.
        Assert.Equal(
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
            histogram.Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public void ItIsHeardByOurOwnListenerAsItWasRecorded()
    {
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("shop.checkout.duration") { MeterName = _meter.Name, SplitBy = ["outcome"] });
        _meter.PublishLatency(_recorder, "shop.checkout.duration");
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            _recorder.Record(TimeSpan.FromTicks(random.NextInt64(1, 1L << random.Next(1, 30))), i % 3 == 0 ? LatencyOutcome.Failure : LatencyOutcome.Success);
        }

        var own = _recorder.GetSnapshot();
        Assert.Equal(own.Failed.Buckets(), listener.GetSeries()[0].Histogram.GetSnapshot().Buckets());
        Assert.Equal(own.Succeeded.Buckets(), listener.GetSeries()[1].Histogram.GetSnapshot().Buckets());
    }

    [Fact]
    public void PublishedButUnheardARecordAllocatesNothing()
    {
        _meter.PublishLatency(_recorder, "shop.checkout.duration");
        _recorder.Record(TimeSpan.FromSeconds(1), LatencyOutcome.Success);

        Assert.Equal(0, Enumerable.Range(0, 20).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _recorder.Record(TimeSpan.FromSeconds(1), LatencyOutcome.Success);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public void ARecorderIsPublishedOnce()
    {
        var instruments = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == _meter)
                    instruments.Add(instrument.Name);
            },
        };
        listener.Start();
        _meter.PublishLatency(_recorder, "first");

        var refused = Assert.Throws<InvalidOperationException>(() => _meter.PublishLatency(_recorder, "second"));
        Assert.Contains("first", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["first"], instruments);
    }

    [Fact]
    public void AThroughputMeterIsAnObservableCounter()
    {
        var throughput = new ThroughputMeter(_clock);
        _meter.PublishThroughput(throughput, "shop.orders", "{order}", tags: [new("region", "eu")]);
        var instruments = new List<Instrument>();
        var heard = Hear<long>(instruments);
        throughput.Mark(3);
        Observe();
        throughput.Mark();
        Observe();

        Assert.Equal(["3 region=eu", "4 region=eu"], heard);
        Assert.Equal("{order}", Assert.IsType<ObservableCounter<long>>(Assert.Single(instruments)).Unit);
    }

    [Fact]
    public void PercentilesAreThoseOfTheWindow()
    {
        _meter.PublishPercentiles(_recorder, "shop.checkout.quantile", TimeSpan.FromSeconds(10), [50, 100], tags: [new("region", "eu")], timeProvider: _clock);
        var heard = Hear<double>();
        Observe();
        Assert.Empty(heard);

        Record(1, 1, 4);
        Observe(after: 5);
        Record(16);
        Observe(after: 5);

        // The records of the first five seconds are out of the window now, the 16 s is in it, then out of it too.
        Observe(after: 5);
        Observe(after: 5);

        Assert.Equal(["1.00 0.5", "3.99 1", "1.00 0.5", "15.96 1", "15.96 0.5", "15.96 1"], heard.Select(Rounded));

        void Record(params int[] seconds) => Array.ForEach(seconds, second => _recorder.Record(TimeSpan.FromSeconds(second), LatencyOutcome.Success));

        static string Rounded(string line)
        {
            var parts = line.Split(' ', '=');
            return FormattableString.Invariant($"{double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture):F2} {parts[2]}");
        }
    }

    [Fact]
    public void CollectingOftenKeepsBoundedMemory()
    {
        var gauge = new PercentileGauge(_recorder, TimeSpan.FromSeconds(64), [50], [], _clock);
        for (var i = 0; i < 10_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            gauge.Observe();
        }

        Assert.InRange(gauge.SnapshotsKept, 60, 66);
    }

    [Fact]
    public void AMeterOfAFactoryWillDo()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meter = services.GetRequiredService<IMeterFactory>().Create("Shop");
        meter.PublishLatency(_recorder, "shop.checkout.duration");
        using var listener = new MeterHistogramListener(
            new MeterHistogramSubscription("shop.checkout.duration") { MeterScope = services.GetRequiredService<IMeterFactory>() });
        _recorder.Record(TimeSpan.FromSeconds(1), LatencyOutcome.Success);

        Assert.Equal(1, listener.GetSnapshot("shop.checkout.duration").Count);
    }

    [Fact]
    public void HostileArgumentsAreRefusedByName()
    {
        Assert.Throws<ArgumentNullException>("meter", () => ((Meter)null!).PublishLatency(_recorder, "a"));
        Assert.Throws<ArgumentNullException>("recorder", () => _meter.PublishLatency(null!, "a"));
        Assert.Throws<ArgumentNullException>("name", () => _meter.PublishLatency(_recorder, null!));
        Assert.Throws<ArgumentException>("boundaries", () => _meter.PublishLatency(_recorder, "a", boundaries: [2, 1]));
        Assert.Throws<ArgumentException>("boundaries", () => _meter.PublishLatency(_recorder, "a", boundaries: [double.NaN]));
        Assert.Throws<ArgumentNullException>("throughput", () => _meter.PublishThroughput(null!, "a"));
        Assert.Throws<ArgumentNullException>("name", () => _meter.PublishThroughput(new ThroughputMeter(), null!));
        Assert.Throws<ArgumentNullException>("recorder", () => _meter.PublishPercentiles(null!, "a", TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>("window", () => _meter.PublishPercentiles(_recorder, "a", TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("percentiles", () => _meter.PublishPercentiles(_recorder, "a", TimeSpan.FromSeconds(1), [101]));
        Assert.Throws<ArgumentOutOfRangeException>("percentiles", () => _meter.PublishPercentiles(_recorder, "a", TimeSpan.FromSeconds(1), [double.NaN]));
    }

    private List<string> Hear<T>(List<Instrument>? instruments = null)
        where T : struct
    {
        var heard = new List<string>();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == _meter)
                {
                    instruments?.Add(instrument);
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<T>((_, value, tags, _) =>
            heard.Add(string.Join(' ', [FormattableString.Invariant($"{value}"), .. tags.ToArray().Select(tag => FormattableString.Invariant($"{tag.Key}={tag.Value}"))])));
        _listener.Start();
        return heard;
    }

    private void Observe(int after = 0)
    {
        _clock.Advance(TimeSpan.FromSeconds(after));
        _listener!.RecordObservableInstruments();
    }
}

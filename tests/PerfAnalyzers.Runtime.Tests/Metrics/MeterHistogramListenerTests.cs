using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Metrics;
using PerfAnalyzers.Runtime.Tests.Latency;

namespace PerfAnalyzers.Runtime.Tests.Metrics;

public sealed class MeterHistogramListenerTests : IDisposable
{
    private readonly Meter _meter = new("Tests." + Guid.NewGuid());

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void EveryTypeOfNumberInEveryUnitIsTheSameDuration()
    {
        using var listener = Listen("a", "b", "c", "d", "e", "f", "g", "h");
        _meter.CreateHistogram<double>("a", "s").Record(0.25);
        _meter.CreateHistogram<float>("b", "s").Record(0.25f);
        _meter.CreateHistogram<decimal>("c", "ms").Record(250m);
        _meter.CreateHistogram<long>("d", "us").Record(250_000);
        _meter.CreateHistogram<int>("e", "\u00B5s").Record(250_000);
        _meter.CreateHistogram<long>("f", "ns").Record(250_000_000);
        _meter.CreateHistogram<short>("g", "ms").Record(250);
        _meter.CreateHistogram<byte>("h", "ms").Record(250);

        Assert.Equal(8, listener.GetSeries().Count);

        // A quarter of a second is a boundary of the grid, 2^-2: the bucket below it has the index -2 * 128 - 1.
        Assert.All(listener.GetSeries(), series => Assert.Equal((-257, 1L), Single(series)));
    }

    [Fact]
    public void InstrumentsThatExistAndThatComeLaterAreHeard()
    {
        var early = _meter.CreateHistogram<double>("early", "s");
        early.Record(1);
        using var listener = Listen("early", "late");
        early.Record(1);
        _meter.CreateHistogram<double>("late", "s").Record(1);

        Assert.Equal(1, listener.GetSnapshot("early").Count);
        Assert.Equal(1, listener.GetSnapshot("late").Count);
        Assert.Equal(0, listener.GetSnapshot("never").Count);
    }

    [Fact]
    public void ADisposedListenerHearsNothingAndCanBeRead()
    {
        var instrument = _meter.CreateHistogram<double>("a", "s");
        var listener = Listen("a");
        instrument.Record(1);
        listener.Dispose();
        instrument.Record(1);

        Assert.Equal(1, listener.GetSnapshot("a").Count);
    }

    [Theory]
    [InlineData("By")]
    [InlineData("{request}")]
    [InlineData("seconds")]
    [InlineData(null)]
    public void AnotherUnitIsPassedOverAndListed(string? unit)
    {
        using var listener = Listen("a");
        _meter.CreateHistogram<double>("a", unit).Record(1);

        Assert.Equal(0, listener.GetSnapshot("a").Count);
        Assert.Equal([$"a ({unit ?? "no unit"})"], listener.InstrumentsOfUnknownUnit);
    }

    [Fact]
    public void TheSubscriptionCanNameTheUnitOfAnInstrumentWithout()
    {
        using var listener = new MeterHistogramListener(
            new MeterHistogramSubscription("a") { MeterName = _meter.Name, UnitIfUnknown = "ms" },
            new("b") { MeterName = _meter.Name, UnitIfUnknown = "ms" });
        _meter.CreateHistogram<double>("a").Record(500);
        _meter.CreateHistogram<double>("b", "s").Record(0.5);

        Assert.All(listener.GetSeries(), series => Assert.Equal((-129, 1L), Single(series)));
        Assert.Empty(listener.InstrumentsOfUnknownUnit);
    }

    [Fact]
    public void CountersOfTheSameNameAreNoDurations()
    {
        using var listener = Listen("a");
        _meter.CreateCounter<double>("a", "s").Add(1);
        _meter.CreateUpDownCounter<double>("a", "s").Add(1);

        Assert.Equal(0, listener.GetSnapshot("a").Count);
    }

    [Fact]
    public void ASubscriptionCanAskForTheMeterAndForItsScope()
    {
        var scope = new object();
        using var other = new Meter("Tests.other");
        using var scoped = new Meter("Tests.other", version: null, tags: null, scope);
        using var byName = new MeterHistogramListener(new MeterHistogramSubscription("a") { MeterName = _meter.Name });
        using var byScope = new MeterHistogramListener(new MeterHistogramSubscription("a") { MeterScope = scope });
        _meter.CreateHistogram<double>("a", "s").Record(1);
        other.CreateHistogram<double>("a", "s").Record(2);
        scoped.CreateHistogram<double>("a", "s").Record(4);

        Assert.Equal((-1, 1L), Single(Assert.Single(byName.GetSeries())));
        Assert.Equal((255, 1L), Single(Assert.Single(byScope.GetSeries())));
    }

    [Fact]
    public void WhatIsNotANumberIsCountedAndWhatIsOutOfRangeIsClamped()
    {
        using var listener = Listen("a");
        var instrument = _meter.CreateHistogram<double>("a", "s");
        foreach (var value in new[] { double.NaN, -1, 0, -0.0, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, 1e-10, 65_536, 65_537 })
        {
            instrument.Record(value);
        }

        var snapshot = listener.GetSnapshot("a");
        Assert.Equal(1, listener.IgnoredCount);
        Assert.Equal(9, snapshot.Count);
        Assert.Equal(4, snapshot.ZeroCount);
        Assert.Equal(2, snapshot.NegativeCount);
        Assert.Equal(2, snapshot.OverflowCount);
        Assert.Equal([(-3840, 2L), (2047, 3L)], snapshot.Buckets().Skip(1).Select(bucket => (bucket.Index, bucket.Count)));
    }

    [Fact]
    public void PercentilesAreThoseOfTheSortedMeasurements()
    {
        using var listener = Listen("a");
        var instrument = _meter.CreateHistogram<double>("a", "ms");
        var random = new Random(7);
        var milliseconds = Enumerable.Range(0, 20_000).Select(_ => Math.Exp(random.NextDouble() * 10)).ToArray();
        foreach (var value in milliseconds)
        {
            instrument.Record(value);
        }

        Array.Sort(milliseconds);
        var snapshot = listener.GetSnapshot("a");
        foreach (var (percentile, rank) in new[] { (50.0, 10_000), (90, 18_000), (99, 19_800), (99.9, 19_980), (100, 20_000) })
        {
            Recorded.Near(milliseconds[rank - 1], snapshot.PercentileNanoseconds(percentile) / 1e6, snapshot.ErrorBound * 1.0001);
        }
    }

    [Fact]
    public void AMeasurementAllocatesNothing()
    {
        using var listener = new MeterHistogramListener(
            new MeterHistogramSubscription("a") { MeterName = _meter.Name },
            new("b") { MeterName = _meter.Name, SplitBy = ["http.route", new("http.response.status_code", static code => code is 200 ? "2xx" : null)] });
        var whole = _meter.CreateHistogram<double>("a", "s");
        var split = _meter.CreateHistogram<double>("b", "s");
        KeyValuePair<string, object?>[] tags = [new("http.route", "/orders/{id}"), new("http.response.status_code", 200), new("other", 1)];
        var allocated = Allocated(() =>
        {
            whole.Record(0.004);
            split.Record(0.004, tags);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(["http.route", "http.response.status_code"], listener.GetSeries()[1].Tags.Select(tag => tag.Key));
    }

    [Fact]
    public void HostileSubscriptionsAreRefusedByName()
    {
        Assert.Throws<ArgumentNullException>("subscriptions", () => new MeterHistogramListener((IEnumerable<MeterHistogramSubscription>)null!));
        Assert.Throws<ArgumentNullException>("subscriptions", () => new MeterHistogramListener((MeterHistogramSubscription)null!));
        Assert.Throws<ArgumentException>("subscriptions", () => new MeterHistogramListener());
        Assert.Throws<ArgumentNullException>("instrumentName", () => Listen((string)null!));
        Assert.Throws<ArgumentException>("instrumentName", () => Listen(""));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSeries", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { MaxSeries = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxSeries", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { MaxSeries = 100_001 }));
        Assert.Throws<ArgumentOutOfRangeException>("UnitIfUnknown", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { UnitIfUnknown = "h" }));
        Assert.Throws<ArgumentException>("SplitBy", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { SplitBy = ["x", "x"] }));
        Assert.Throws<ArgumentException>("SplitBy", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { SplitBy = [""] }));
        Assert.Throws<ArgumentException>("SplitBy", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { SplitBy = [null!] }));
        Assert.Throws<ArgumentNullException>("SplitBy", () => new MeterHistogramListener(new MeterHistogramSubscription("a") { SplitBy = null! }));
        Assert.Throws<ArgumentOutOfRangeException>("SplitBy", () => new MeterHistogramListener(
            new MeterHistogramSubscription("a") { SplitBy = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] }));
        using var listener = Listen("a");
        Assert.Throws<ArgumentNullException>("instrumentName", () => listener.GetSnapshot(null!));
    }

    private MeterHistogramListener Listen(params string[] instruments) =>
        new(instruments.Select(name => new MeterHistogramSubscription(name) { MeterName = _meter.Name }));

    private static (int Index, long Count) Single(MeterHistogramSeries series)
    {
        var bucket = Assert.Single(series.Histogram.GetSnapshot().Buckets());
        return (bucket.Index, bucket.Count);
    }

    private static long Allocated(Action action)
    {
        for (var warmUp = 0; warmUp < 100; warmUp++)
        {
            action();
        }

        // The thread may move to another processor, whose buckets are made then: the least of several rounds is the steady state.
        return Enumerable.Range(0, 20).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                action();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}

using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Metrics;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Metrics;

/// <summary>Splitting by tags, within bounds.</summary>
public sealed class MeterHistogramSeriesTests : IDisposable
{
    private readonly Meter _meter = new("Tests." + Guid.NewGuid());
    private readonly Histogram<double> _instrument;

    public MeterHistogramSeriesTests() => _instrument = _meter.CreateHistogram<double>("a", "s");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void EveryCombinationOfValuesHasItsSeries()
    {
        using var listener = Listen("route", "method");
        _instrument.Record(1, new("route", "/a"), new("method", "GET"), new("ignored", 1));
        _instrument.Record(1, new("route", "/a"), new("method", "POST"), new("ignored", 2));
        _instrument.Record(1, new("route", "/b"), new("method", "GET"), new("ignored", 3));
        _instrument.Record(1, new("route", "/a"), new("method", "GET"), new("ignored", 4));

        Assert.Equal(["/a GET 2", "/a POST 1", "/b GET 1"], Described(listener));
        Assert.Equal(4, listener.GetSnapshot("a").Count);
        Assert.Equal("/b", listener.GetSeries()[2].Tag("route"));
        Assert.Null(listener.GetSeries()[2].Tag("ignored"));
    }

    [Fact]
    public void NeitherTheOrderNorTheInstanceOfATagMatters()
    {
        using var listener = Listen("route", "code");
        _instrument.Record(1, new("route", "/a"), new("code", 200));
        _instrument.Record(1, new("code", 200), new("route", new string(['/', 'a'])));
        _instrument.Record(1, new("x", 0), new("code", 200), new("route", "/a"));
        _instrument.Record(1, new("code", 200L), new("route", "/a"));

        Assert.Equal(["/a 200 3", "/a 200 1"], Described(listener));
    }

    [Fact]
    public void AMissingTagIsAValueOfItsOwn()
    {
        using var listener = Listen("route", "method");
        _instrument.Record(1, new KeyValuePair<string, object?>("method", "GET"));
        _instrument.Record(1, new("method", "GET"), new("route", null));
        _instrument.Record(1);

        Assert.Equal(["GET 2", " 1"], Described(listener));
    }

    [Fact]
    public void AGroupReplacesTheValue()
    {
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("a")
        {
            MeterName = _meter.Name,
            SplitBy = [new("code", static code => code is int number ? $"{number / 100}xx" : null)],
        });
        foreach (var code in new[] { 200, 204, 404, 500, 503 })
        {
            _instrument.Record(1, new KeyValuePair<string, object?>("code", code));
        }

        _instrument.Record(1, new KeyValuePair<string, object?>("code", "?"));

        Assert.Equal(["2xx 2", "4xx 1", "5xx 2", " 1"], Described(listener));
    }

    [Fact]
    public void ObjectsAreKeptAsTheirText()
    {
        using var listener = Listen("version");
        _instrument.Record(1, new KeyValuePair<string, object?>("version", new Version(1, 2)));
        _instrument.Record(1, new KeyValuePair<string, object?>("version", "1.2"));
        _instrument.Record(1, new KeyValuePair<string, object?>("version", new NoText()));

        Assert.Equal(["1.2 2", " 1"], Described(listener));
        Assert.Equal("1.2", listener.GetSeries()[0].Tag("version"));
    }

    [Fact]
    public void WhatExceedsTheBoundIsCountedInOneSeries()
    {
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("a") { MeterName = _meter.Name, SplitBy = ["route"], MaxSeries = 3 });
        var announced = new List<bool>();
        listener.SeriesAdded += (_, series) => announced.Add(series.IsOverflow);
        for (var i = 0; i < 10; i++)
        {
            _instrument.Record(1, new KeyValuePair<string, object?>("route", $"/{i % 5}"));
        }

        Assert.Equal(["/0 2", "/1 2", "/2 2", "True 4"], Described(listener));
        var overflow = listener.GetSeries()[3];
        Assert.True(overflow.IsOverflow);
        Assert.Equal([false, false, false, true], announced);
        Assert.Equal("otel.metric.overflow", Assert.Single(overflow.Tags).Key);
        Assert.Equal(10, listener.GetSnapshot("a").Count);
    }

    [Fact]
    public void WithoutTagsThereIsOneSeriesWhateverTheMeasurementSays()
    {
        using var listener = Listen();
        _instrument.Record(1, new KeyValuePair<string, object?>("route", "/a"));
        _instrument.Record(1);

        Assert.Equal([" 2"], Described(listener));
    }

    [Fact]
    public void ANewSeriesIsAnnouncedOnceBeforeItsFirstRecord()
    {
        var announced = new List<string>();
        using var listener = Listen("route");
        listener.SeriesAdded += (_, _) => throw new InvalidOperationException();
        listener.SeriesAdded += (sender, series) =>
        {
            Assert.Same(listener, sender);
            Assert.Contains(series, listener.GetSeries());
            announced.Add($"{series.Tag("route")} {series.Histogram.GetSnapshot().Count}");
        };
        _instrument.Record(1, new KeyValuePair<string, object?>("route", "/a"));
        _instrument.Record(1, new KeyValuePair<string, object?>("route", "/b"));
        _instrument.Record(1, new KeyValuePair<string, object?>("route", "/a"));

        Assert.Equal(["/a 0", "/b 0"], announced);
        Assert.Equal(2, listener.FailedHandlers);
    }

    [Fact]
    public void ManyThreadsLoseNothingAndMakeNoSeriesTwice()
    {
        const int Measurements = 20_000;
        const int Routes = 97;
        const int MaxSeries = 64;
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("a") { MeterName = _meter.Name, SplitBy = ["route", "odd"], MaxSeries = MaxSeries });
        Threads.Run(
            writer =>
            {
                for (var i = 0; i < Measurements; i++)
                {
                    var route = (i * (writer + 1)) % Routes;
                    _instrument.Record(0.001, new("route", route), new("odd", route % 2 == 1));
                }
            },
            () => Assert.InRange(listener.GetSeries().Count, 0, MaxSeries + 1));

        var series = listener.GetSeries();
        Assert.Equal(MaxSeries + 1, series.Count);
        Assert.Equal(MaxSeries, series.Where(one => !one.IsOverflow).Select(one => one.Tag("route")).Distinct().Count());
        Assert.Equal((long)Threads.Writers * Measurements, listener.GetSnapshot("a").Count);
    }

    [Fact]
    public void TheTagsAreThoseFromTheBeginning()
    {
        List<MeterHistogramTag> tags = ["route"];
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("a") { MeterName = _meter.Name, SplitBy = tags });
        tags.Clear();
        _instrument.Record(1, new KeyValuePair<string, object?>("route", "/a"));

        Assert.Equal(["/a 1"], Described(listener));
    }

    private MeterHistogramListener Listen(params string[] tags) =>
        new(new MeterHistogramSubscription("a") { MeterName = _meter.Name, SplitBy = [.. tags.Select(tag => new MeterHistogramTag(tag))] });

    private static IEnumerable<string> Described(MeterHistogramListener listener) => listener.GetSeries()
        .Select(series => $"{string.Join(' ', series.Tags.Select(tag => tag.Value))} {series.Histogram.GetSnapshot().Count}");

    private sealed class NoText
    {
        public override string? ToString() => null;
    }
}

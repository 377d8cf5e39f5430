using System.Diagnostics.Metrics;
using PerfAnalyzers.Runtime.Batching;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Metrics;
using PerfAnalyzers.Runtime.Planning;
using PerfAnalyzers.Runtime.RateLimiting.Requests;
using PerfAnalyzers.Runtime.Throughput;

namespace AotSmoke;

/// <summary>The library without its satellites.</summary>
internal static class Core
{
    public static async Task RunAsync(Checks check)
    {
        await MeasureAsync(check);
        Listen(check);
        await ProcessAsync(check);
        Plan(check);
    }

    private static async Task MeasureAsync(Checks check)
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++)
            histogram.Record(TimeSpan.FromMilliseconds(i));
        var snapshot = histogram.GetSnapshot();
        check.That(Math.Abs((snapshot.PercentileNanoseconds(50) / 500e6) - 1) < 0.0028, $"median {snapshot.Median}");
        check.That(LatencySnapshot.Decode(snapshot.Encode()).Count == 1000, "an encoded snapshot");
        check.That(snapshot.EncodeHdrHistogram(significantDigits: 3, compressed: true).Length > 0, "an HdrHistogram");

        var recorder = new LatencyRecorder();
        await recorder.MeasureAsync(token => Task.Delay(1, token), CancellationToken.None);
        check.That(recorder.GetSnapshot().Succeeded.Count == 1, "a measured call");

        var meter = new ThroughputMeter();
        meter.Mark(5);
        check.That(meter.Sample().Total == 5, "a throughput meter");
    }

    private static void Listen(Checks check)
    {
        using var listener = new MeterHistogramListener(new MeterHistogramSubscription("work.duration") { SplitBy = ["kind"] });
        using var meter = new Meter("Smoke");
        meter.CreateHistogram<double>("work.duration", "s").Record(0.25, new KeyValuePair<string, object?>("kind", "long"));
        var series = listener.GetSeries().Single();
        check.That(series.Tag("kind") is "long" && series.Histogram.GetSnapshot().Count == 1, "an instrument of .NET, listened to");
    }

    private static async Task ProcessAsync(Checks check)
    {
        var numbers = Enumerable.Range(0, 100).ToArray();
        await using var batches = new BatchProcessor<int, string>(
            (items, _) => ValueTask.FromResult<IReadOnlyList<string>>(items.Select(item => $"{item}").ToArray()));
        var answers = await Task.WhenAll(numbers.Select(i => batches.AddAsync(i, CancellationToken.None).AsTask()));
        check.That(answers.SequenceEqual(numbers.Select(i => $"{i}")), "a batch processor");

        var loader = new KeyedBatchLoader<int, string>(
            (keys, _) => ValueTask.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(key => key, key => $"{key}")));
        check.That((await loader.LoadManyAsync(numbers, CancellationToken.None)).SequenceEqual(answers), "a keyed batch loader");

        await using var requests = new RequestProcessor<int, int>((number, _) => new(number * 2), new() { MaxConcurrency = 4 });
        var outcomes = await requests.ProcessAllAsync(numbers, CancellationToken.None);
        check.That(outcomes.Sum(outcome => outcome.GetResponse()) == numbers.Sum() * 2, "a request processor");
    }

    private static void Plan(Checks check)
    {
        var capacity = new CapacityModel([ResourceDemand.Cpu(8, Frequency.FromGigahertz(3), 2, 1e6)]);
        check.That(Math.Abs(capacity.MaxThroughputPerSecond - 48_000) < 1e-6, "48,000 requests per second");
        check.That(Math.Abs(new MultiServerQueue(10, 9, TimeSpan.FromSeconds(1)).ProbabilityOfWaiting - 0.66873) < 1e-5, "Erlang C");
    }
}

using HdrHistogram;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Taking a snapshot and five percentiles of it, with nobody recording and with one thread recording without pause.</summary>
internal static class Snapshots
{
    private const string Ours = "LatencyHistogram";
    private const string Recorder = "HdrHistogram Recorder";
    private const string Concurrent = "HdrHistogram concurrent";
    private static readonly double[] Percentiles = [50, 90, 95, 99, 99.9];

    public static IEnumerable<Row> Rows()
    {
        var ours = new LatencyHistogram();
        var recorder = Hdr.NewRecorder();
        var concurrent = Hdr.NewHistogram();
        HistogramBase? interval = null;

        // On each processor, so that every stripe has its share.
        var fill = new Candidate("fill", count =>
        {
            for (var i = 0; i < count; i++)
            {
                var value = Latencies.Nanoseconds[i % 4_096];
                ours.RecordTimestampTicks(value);
                recorder.RecordValue(value);
                concurrent.RecordValue(value);
            }
        });
        Race.Run(fill);
        Candidate[] candidates =
        [
            new(Ours, count =>
            {
                for (var i = 0; i < count; i++)
                {
                    var snapshot = ours.GetSnapshot();
                    Array.ForEach(Percentiles, percentile => snapshot.PercentileNanoseconds(percentile));
                }
            }),
            new(Recorder, count =>
            {
                for (var i = 0; i < count; i++)
                {
                    // Its interval begins anew: one long duration makes the percentiles look as far as they usually do.
                    recorder.RecordValue(20_000_000);
                    interval = recorder.GetIntervalHistogram(interval);
                    Array.ForEach(Percentiles, percentile => interval.GetValueAtPercentile(percentile));
                }
            }),
            new(Concurrent, count =>
            {
                for (var i = 0; i < count; i++)
                    Array.ForEach(Percentiles, percentile => concurrent.GetValueAtPercentile(percentile));
            }),
        ];
        var idle = Race.RunAlone(candidates);
        yield return RowOf("snapshot and five percentiles", idle);
        if (RaceResult.HasTwoProcessors)
            yield return RowOf("snapshot and five percentiles under a hot writer", Race.RunBeside(fill, candidates));
    }

    private static Row RowOf(string what, RaceResult race) => new(
        what,
        Figures.Time(race.Cost(Ours)),
        "at most 15 us, non-blocking",
        race.Cost(Ours) <= 15_000,
        string.Join(", ", new[] { Recorder, Concurrent }.Select(name => $"{name} {Figures.Time(race.Cost(name))}")));
}

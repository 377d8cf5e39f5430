using System.Diagnostics;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Measuring a block from its first timestamp to the record. The unit is what any measurement needs: two timestamps.</summary>
internal static class Scopes
{
    private const string Unit = "two timestamps";
    private const string Ours = "LatencyRecorder scope";
    private const string Recorder = "HdrHistogram Recorder";
    private const string Explicit = "OpenTelemetry explicit";

    public static IEnumerable<Row> Rows()
    {
        using var telemetry = new OpenTelemetryPipeline();
        var race = Race.Run(All(telemetry));
        for (var threads = 1; threads <= (RaceResult.HasTwoProcessors ? 2 : 1); threads++)
        {
            var where = threads == 1 ? "one thread" : "two threads";
            yield return RowOf($"full scope, {where}", Ours, 1.4, threads);
        }

        Row RowOf(string what, string name, double target, int threads) => new(
            what,
            race.Describe(name, threads, Unit, threads),
            $"at most {target}x of two timestamps",
            race.Ratio(name, threads, Unit, threads) <= target,
            string.Join(", ", new[] { Recorder, Explicit }.Select(other => $"{other} {race.Describe(other, threads, Unit, threads)}")));
    }

    private static Candidate[] All(OpenTelemetryPipeline telemetry)
    {
        var ours = new LatencyRecorder();
        var recorder = Hdr.NewRecorder();
        return
        [
            new(Unit, count =>
            {
                for (var i = 0; i < count; i++)
                    GC.KeepAlive(Stopwatch.GetTimestamp() - Stopwatch.GetTimestamp() > 0 ? telemetry : null);
            }),
            new(Ours, count => { for (var i = 0; i < count; i++) Measure(ours); }),
            new(Recorder, count =>
            {
                for (var i = 0; i < count; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    recorder.RecordValue(Stopwatch.GetTimestamp() - start);
                }
            }),
            new(Explicit, count =>
            {
                for (var i = 0; i < count; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    telemetry.Explicit.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }),
        ];
    }

    private static void Measure(LatencyRecorder recorder)
    {
        using var scope = recorder.Measure();
        scope.Succeed();
    }
}

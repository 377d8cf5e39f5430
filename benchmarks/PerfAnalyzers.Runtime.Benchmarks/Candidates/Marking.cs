using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Counting an event.</summary>
internal static class Marking
{
    private const string Unit = "Interlocked.Increment";
    private const string Ours = "ThroughputMeter";
    private const string Counter = "OpenTelemetry counter";

    public static IEnumerable<Row> Rows()
    {
        using var telemetry = new OpenTelemetryPipeline();
        var shared = new Padded();
        var meter = new ThroughputMeter();
        var race = Race.Run(
            new(Unit, count => { for (var i = 0; i < count; i++) Interlocked.Increment(ref shared.Value); }),
            new(Ours, count => { for (var i = 0; i < count; i++) meter.Mark(); }),
            new(Counter, count => { for (var i = 0; i < count; i++) telemetry.Counter.Add(1); }));
        for (var threads = 1; threads <= (RaceResult.HasTwoProcessors ? 2 : 1); threads++)
        {
            yield return new Row(
                threads == 1 ? "throughput meter mark, one thread" : "throughput meter mark, two threads",
                race.Describe(Ours, threads, Unit, 1),
                "at most 1.3x of an uncontended Interlocked.Increment",
                race.Ratio(Ours, threads, Unit, 1) <= 1.3,
                race.DescribeAll([Counter], Unit, threads));
        }
    }
}

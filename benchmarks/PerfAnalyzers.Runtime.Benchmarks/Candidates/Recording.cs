using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Recording a duration that is known.</summary>
internal static class Recording
{
    private const string Unit = "Interlocked.Increment";
    private const string Ours = "LatencyHistogram";
    private const string OursExactSum = "with exact sum";
    private const string Recorder = "HdrHistogram Recorder";
    private const string Explicit = "OpenTelemetry explicit";
    private const string Exponential = "OpenTelemetry exponential";
    private const string Scale7 = "OpenTelemetry exponential at scale 7";

    public static IEnumerable<Row> Rows()
    {
        using var telemetry = new OpenTelemetryPipeline();
        var race = Race.Run(All(telemetry));
        string[] others = [OursExactSum, Recorder, Explicit, Exponential, Scale7];
        yield return new Row(
            "record, one thread",
            race.Describe(Ours, 1, Unit, 1),
            "at most 1.5x of Interlocked.Increment",
            race.Ratio(Ours, 1, Unit, 1) <= 1.5,
            race.DescribeAll(others, Unit));
        if (RaceResult.HasTwoProcessors)
        {
            yield return new Row(
                "record, two threads contending",
                race.Describe(Ours, 2, Ours, 1),
                "at most 1.15x of its own one-thread cost",
                race.Ratio(Ours, 2, Ours, 1) <= 1.15,
                race.DescribeContention([.. others, Unit]));
        }
    }

    private static Candidate[] All(OpenTelemetryPipeline telemetry)
    {
        var values = Latencies.Nanoseconds;
        var mask = values.Length - 1;
        var counter = new Padded();
        var ours = new LatencyHistogram();
        var exactSum = new LatencyHistogram(new LatencyHistogramOptions { ExactSum = true });
        var recorder = Hdr.NewRecorder();
        return
        [
            new(Unit, count => { for (var i = 0; i < count; i++) Interlocked.Increment(ref counter.Value); }),
            new(Ours, count => { for (var i = 0; i < count; i++) ours.RecordTimestampTicks(values[i & mask]); }),
            new(OursExactSum, count => { for (var i = 0; i < count; i++) exactSum.RecordTimestampTicks(values[i & mask]); }),
            new(Recorder, count => { for (var i = 0; i < count; i++) recorder.RecordValue(values[i & mask]); }),
            new(Explicit, count => { for (var i = 0; i < count; i++) telemetry.Explicit.Record(values[i & mask] / 1e9); }),
            new(Exponential, count => { for (var i = 0; i < count; i++) telemetry.Exponential.Record(values[i & mask] / 1e9); }),
            new(Scale7, count => { for (var i = 0; i < count; i++) telemetry.Scale7.Record(values[i & mask] / 1e9); }),
        ];
    }
}

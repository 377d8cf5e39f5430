using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Bytes that each operation allocates once every processor has met the usual octaves.</summary>
internal static class Allocating
{
    private const int Count = 100_000;
    private const double Noticeable = 0.1;

    public static IEnumerable<Row> Rows()
    {
        var histogram = new LatencyHistogram();
        var recorder = new LatencyRecorder();
        var meter = new ThroughputMeter();
        var hdr = Hdr.NewRecorder();
        using var telemetry = new OpenTelemetryPipeline();
        yield return RowOf(
            "allocation per record",
            i => histogram.RecordTimestampTicks(Latencies.Nanoseconds[i % 4_096]),
            ("HdrHistogram Recorder", i => hdr.RecordValue(Latencies.Nanoseconds[i % 4_096])),
            ("OpenTelemetry explicit", i => telemetry.Explicit.Record(i)));
        yield return RowOf("allocation per scope", _ => Measure(recorder));
        yield return RowOf("allocation per meter mark", _ => meter.Mark(), ("OpenTelemetry counter", _ => telemetry.Counter.Add(1)));
    }

    private static Row RowOf(string what, Action<int> ours, params (string Name, Action<int> Call)[] others)
    {
        var bytes = BytesPerCall(ours);
        return new Row(
            what,
            Figures.Bytes(bytes),
            "0 B",
            bytes < Noticeable,
            string.Join(", ", others.Select(other => $"{other.Name} {Figures.Bytes(BytesPerCall(other.Call))}")));
    }

    // On every processor first: a page for an octave that a processor had not met is not a cost per call.
    private static double BytesPerCall(Action<int> call)
    {
        var bytes = 0L;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var processor = 0; processor < Environment.ProcessorCount; processor++)
            {
                var own = processor;
                var thread = new Thread(() =>
                {
                    ThreadClock.PinTo(own);
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < Count; i++)
                        call(i);
                    bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                });
                thread.Start();
                thread.Join();
            }
        }

        return (double)bytes / Count;
    }

    private static void Measure(LatencyRecorder recorder)
    {
        using var scope = recorder.Measure();
        scope.Succeed();
    }
}

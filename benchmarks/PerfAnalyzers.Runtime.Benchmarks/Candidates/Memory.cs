using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Bytes that one series retains after latencies from 1 ms to 1 s, and after twenty times as many.</summary>
internal static class Memory
{
    private const int Series = 40;

    public static IEnumerable<Row> Rows()
    {
        var stripes = Math.Min(8, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));
        var (once, often) = Retained(() => new LatencyHistogram(), (histogram, value) => histogram.RecordTimestampTicks(value));
        var (hdr, _) = Retained(Hdr.NewRecorder, (recorder, value) => recorder.RecordValue(value));
        var (telemetry, _) = Retained(() => new OpenTelemetryPipeline(), (pipeline, value) => pipeline.Explicit.Record(value / 1e9));
        yield return new Row(
            "memory of one series, three decades",
            $"{Figures.Kilobytes(once / stripes)} per stripe, grows by {Figures.Kilobytes(Math.Max(0, often - once))}",
            "at most 16 KB per stripe, no growth",
            once / stripes <= 16 * 1024 && often - once < 64,
            $"HdrHistogram Recorder {Figures.Kilobytes(hdr)}, OpenTelemetry with three instruments {Figures.Kilobytes(telemetry)}");
    }

    private static (double Once, double Often) Retained<T>(Func<T> create, Action<T, long> record)
    {
        var kept = new T[Series];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Series; i++)
            kept[i] = create();
        RecordOnEveryProcessor(kept, record, rounds: 1);
        var once = GC.GetTotalMemory(forceFullCollection: true) - before;
        RecordOnEveryProcessor(kept, record, rounds: 20);
        var often = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(kept);
        foreach (var disposable in kept.OfType<IDisposable>())
            disposable.Dispose();
        return ((double)once / Series, (double)often / Series);
    }

    private static void RecordOnEveryProcessor<T>(T[] series, Action<T, long> record, int rounds)
    {
        for (var processor = 0; processor < Environment.ProcessorCount; processor++)
        {
            var own = processor;
            var thread = new Thread(() =>
            {
                ThreadClock.PinTo(own);

                // A thread learns its processor while it records.
                var elsewhere = new LatencyHistogram();
                for (var i = 0; i < 1_000; i++)
                    elsewhere.RecordTimestampTicks(1);
                for (var round = 0; round < rounds; round++)
                {
                    for (double value = 1e6; value <= 1e9; value *= 1.003)
                        Array.ForEach(series, one => record(one, (long)value));
                }
            });
            thread.Start();
            thread.Join();
        }
    }
}

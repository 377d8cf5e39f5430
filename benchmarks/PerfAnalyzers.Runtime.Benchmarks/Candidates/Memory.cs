using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Bytes that one series retains after latencies from 1 ms to 1 s, and what twenty times as many add.</summary>
internal static class Memory
{
    private const int Series = 40;

    public static IEnumerable<Row> Rows()
    {
        var stripes = Math.Min(8, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));
        var (retained, added) = Measure(() => new LatencyHistogram(), (histogram, value) => histogram.RecordTimestampTicks(value));
        var (hdr, _) = Measure(Hdr.NewRecorder, (recorder, value) => recorder.RecordValue(value));
        var (telemetry, _) = Measure(() => new OpenTelemetryPipeline(), (pipeline, value) => pipeline.Explicit.Record(value / 1e9));
        yield return new Row(
            "memory of one series, three decades",
            $"{Figures.Kilobytes(retained / stripes)} per stripe, grows by {added} B",
            "at most 16 KB per stripe, no growth",
            retained / stripes <= 16 * 1024 && added == 0,
            $"HdrHistogram Recorder {Figures.Kilobytes(hdr)}, OpenTelemetry with three instruments {Figures.Kilobytes(telemetry)}");
    }

    private static (double Retained, long Added) Measure<T>(Func<T> create, Action<T, long> record)
    {
        var kept = new T[Series];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Series; i++)
            kept[i] = create();
        AllocatedByRecordingOnEveryProcessor(kept, record, rounds: 1);
        var retained = GC.GetTotalMemory(forceFullCollection: true) - before;
        var added = AllocatedByRecordingOnEveryProcessor(kept, record, rounds: 20);
        foreach (var disposable in kept.OfType<IDisposable>())
            disposable.Dispose();
        return ((double)retained / Series, added);
    }

    private static long AllocatedByRecordingOnEveryProcessor<T>(T[] series, Action<T, long> record, int rounds)
    {
        var allocated = 0L;
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
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var round = 0; round < rounds; round++)
                {
                    for (double value = 1e6; value <= 1e9; value *= 1.003)
                    {
                        foreach (var one in series)
                            record(one, (long)value);
                    }
                }

                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            });
            thread.Start();
            thread.Join();
        }

        return allocated;
    }
}

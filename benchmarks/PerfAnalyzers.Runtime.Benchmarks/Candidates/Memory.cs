using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
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
        var (telemetry, _) = Measure(() => new OneInstrument(null), (pipeline, value) => pipeline.Durations.Record(value / 1e9));
        var (scale7, _) = Measure(
            () => new OneInstrument(new Base2ExponentialBucketHistogramConfiguration { MaxScale = 7, MaxSize = 4096 }),
            (pipeline, value) => pipeline.Durations.Record(value / 1e9));
        yield return new Row(
            "memory of one series, three decades",
            $"{Figures.Kilobytes(retained)} in {stripes} stripes, grows by {added} B",
            "at most 16 KB per stripe, no growth",
            retained / stripes <= 16 * 1024 && added == 0,
            $"HdrHistogram Recorder {Figures.Kilobytes(hdr)}, one instrument of OpenTelemetry, explicit {Figures.Kilobytes(telemetry)}, "
                + $"exponential at scale 7 {Figures.Kilobytes(scale7)}");
    }

    /// <summary>The SDK with one instrument, as much as one histogram of ours.</summary>
    private sealed class OneInstrument : IDisposable
    {
        private readonly Meter _meter = new("benchmark " + Guid.NewGuid());
        private readonly MeterProvider _provider;

        public OneInstrument(MetricStreamConfiguration? view)
        {
            var builder = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddReader(new BaseExportingMetricReader(new NoExport()));
            _provider = (view is null ? builder : builder.AddView("durations", view)).Build();
            Durations = _meter.CreateHistogram<double>("durations", "s");
        }

        public Histogram<double> Durations { get; }

        public void Dispose()
        {
            _provider.Dispose();
            _meter.Dispose();
        }
    }

    private sealed class NoExport : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
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

using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Instruments of System.Diagnostics.Metrics that the OpenTelemetry SDK aggregates; the last export is kept.</summary>
internal sealed class OpenTelemetryPipeline : IDisposable
{
    private readonly Meter _meter = new("benchmark " + Guid.NewGuid());
    private readonly MeterProvider _provider;
    private readonly List<Metric> _exported = [];

    public OpenTelemetryPipeline()
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter.Name)
            .AddView("exponential", new Base2ExponentialBucketHistogramConfiguration())
            .AddView("exponential7", new Base2ExponentialBucketHistogramConfiguration { MaxScale = 7, MaxSize = 4096 })
            .AddReader(new BaseExportingMetricReader(new LastExport(_exported)))
            .Build();
        Explicit = _meter.CreateHistogram<double>("explicit", "s");
        Exponential = _meter.CreateHistogram<double>("exponential", "s");
        Scale7 = _meter.CreateHistogram<double>("exponential7", "s");
        Counter = _meter.CreateCounter<long>("counter");
    }

    public Histogram<double> Explicit { get; }

    public Histogram<double> Exponential { get; }

    /// <summary>With the buckets of this library.</summary>
    public Histogram<double> Scale7 { get; }

    public Counter<long> Counter { get; }

    public IReadOnlyList<Metric> Exported => _exported;

    public void Collect()
    {
        _exported.Clear();
        _provider.ForceFlush();
    }

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    private sealed class LastExport(List<Metric> exported) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
                exported.Add(metric);
            return ExportResult.Success;
        }
    }
}

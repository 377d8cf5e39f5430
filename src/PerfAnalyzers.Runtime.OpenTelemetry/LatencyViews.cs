using System.Diagnostics.Metrics;

namespace OpenTelemetry.Metrics;

/// <summary>Views that keep latencies as finely as PerfAnalyzers.Runtime does.</summary>
public static class LatencyViewsExtensions
{
    private const int Scale = 7;

    // 32 powers of two: from 1 us to more than an hour.
    private const int Buckets = 4096;

    /// <summary>
    /// Has every histogram of durations (unit <c>s</c>, <c>ms</c>, <c>us</c> or <c>ns</c>) exported as an exponential histogram of scale 7:
    /// buckets 0.54 % wide, equal one by one to those of <see cref="PerfAnalyzers.Runtime.Latency.LatencyHistogram"/>. Exporter, protocol
    /// and endpoint are those of the SDK. A series takes up to 64 KB.
    /// </summary>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MeterProviderBuilder AddLatencyViews(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddView(static instrument => IsHistogram(instrument) && instrument.Unit is ("s" or "ms" or "us" or "ns")
            ? new Base2ExponentialBucketHistogramConfiguration { MaxScale = Scale, MaxSize = Buckets }
            : null);
    }

    private static bool IsHistogram(Instrument instrument) => instrument
        is Histogram<double> or Histogram<float> or Histogram<long> or Histogram<int> or Histogram<short> or Histogram<byte>;
}

using OpenTelemetry.Metrics;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>The largest relative error of seven percentiles over distributions from 10 us to 1 h, against sorting.</summary>
internal static class Accuracy
{
    private const int Count = 300_000;
    private static readonly double[] Percentiles = [10, 50, 90, 95, 99, 99.9, 99.99];

    public static IEnumerable<Row> Rows()
    {
        double ours = 0, hdr = 0, exponential = 0, scale7 = 0;
        foreach (var values in Distributions())
        {
            var histogram = new LatencyHistogram();
            var theirs = Hdr.NewHistogram();
            using var telemetry = new OpenTelemetryPipeline();
            foreach (var value in values)
            {
                histogram.RecordTimestampTicks(value);
                theirs.RecordValue(value);
                telemetry.Exponential.Record(value / 1e9);
                telemetry.Scale7.Record(value / 1e9);
            }

            var snapshot = histogram.GetSnapshot();
            telemetry.Collect();
            var otlp = LastPoint(telemetry, "exponential");
            var otlp7 = LastPoint(telemetry, "exponential7");
            Array.Sort(values);
            foreach (var percentile in Percentiles)
            {
                double truth = values[(int)Math.Ceiling((decimal)percentile * values.Length / 100) - 1];
                ours = Math.Max(ours, Error(snapshot.PercentileNanoseconds(percentile), truth));
                hdr = Math.Max(hdr, Error(theirs.GetValueAtPercentile(percentile), truth));
                exponential = Math.Max(exponential, Error(PercentileOf(otlp, percentile), truth));
                scale7 = Math.Max(scale7, Error(PercentileOf(otlp7, percentile), truth));
            }
        }

        yield return new Row(
            "worst percentile error, 10 us to 1 h",
            Figures.Percent(ours),
            "at most 0.28 %",
            ours <= 0.0028,
            $"HdrHistogram 2 digits {Figures.Percent(hdr)}, OpenTelemetry exponential {Figures.Percent(exponential)}, at scale 7 {Figures.Percent(scale7)}");
    }

    private static double Error(double value, double truth) => Math.Abs(value - truth) / truth;

    private static IEnumerable<long[]> Distributions()
    {
        var random = new Random(2);
        const double Lowest = 1e4, Highest = 3.6e12;
        yield return Latencies.Lognormal(Count);
        yield return Draw(() => Lowest * Math.Pow(Highest / Lowest, random.NextDouble()));
        yield return Draw(() => random.Next(10) == 0 ? 2e8 * (1 + random.NextDouble()) : 5e4 * (1 + random.NextDouble()));
        yield return Draw(() => 1e5 * Math.Pow(1 - random.NextDouble(), -1 / 1.2));

        static long[] Draw(Func<double> next) =>
            [.. Enumerable.Range(0, Count).Select(_ => (long)Math.Clamp(next(), Lowest, Highest))];
    }

    private static MetricPoint LastPoint(OpenTelemetryPipeline telemetry, string name)
    {
        foreach (var metric in telemetry.Exported.Where(metric => metric.Name == name))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
                return point;
        }

        throw new InvalidOperationException("OpenTelemetry exported nothing.");
    }

    // The middle of the bucket that holds the rank, in nanoseconds.
    private static double PercentileOf(MetricPoint point, double percentile)
    {
        var data = point.GetExponentialHistogramData();
        var rank = Math.Ceiling((decimal)percentile * point.GetHistogramCount() / 100);
        var index = data.PositiveBuckets.Offset;
        var seen = data.ZeroCount;
        foreach (var count in data.PositiveBuckets)
        {
            seen += count;
            if (seen >= rank)
                break;
            index++;
        }

        var growth = Math.Pow(2, Math.Pow(2, -data.Scale));
        return Math.Pow(growth, index) * 2 * growth / (1 + growth) * 1e9;
    }
}

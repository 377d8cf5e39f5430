using System.Collections;
using System.Globalization;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>
/// Writes an ExportMetricsServiceRequest of exponential histograms; the numbers are the field numbers of opentelemetry-proto 1.x
/// (https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto/metrics/v1).
/// </summary>
internal static class OtlpRequest
{
    private const string ScopeName = "PerfAnalyzers.Runtime";
    private const double NanosecondsPerSecond = 1e9;

    public static ReadOnlyMemory<byte> Write(
        Resource resource,
        IEnumerable<ExportedSeries> series,
        AggregationTemporality temporality,
        ulong startUnixNanoseconds,
        ulong nowUnixNanoseconds)
    {
        var writer = new ProtobufWriter();
        var resourceMetrics = writer.Begin(1);
        var resourceMessage = writer.Begin(1);
        foreach (var (key, value) in resource.Attributes)
        {
            WriteAttribute(writer, 1, key, value);
        }

        writer.End(resourceMessage);
        var scopeMetrics = writer.Begin(2);
        var scope = writer.Begin(1);
        writer.String(1, ScopeName);
        writer.End(scope);
        foreach (var metric in series.GroupBy(static one => one.Name))
        {
            var message = writer.Begin(2);
            writer.String(1, metric.Key);
            writer.String(2, metric.First().Description);
            writer.String(3, "s");
            var histogram = writer.Begin(10);
            foreach (var point in metric)
            {
                WritePoint(writer, point, startUnixNanoseconds, nowUnixNanoseconds);
            }

            writer.Integer(2, temporality == AggregationTemporality.Delta ? 1 : 2);
            writer.End(histogram);
            writer.End(message);
        }

        writer.End(scopeMetrics);
        writer.End(resourceMetrics);
        return writer.Written;
    }

    private static void WritePoint(ProtobufWriter writer, ExportedSeries series, ulong start, ulong now)
    {
        var recorded = series.Recorded;
        var point = writer.Begin(1);
        foreach (var (key, value) in series.Tags)
        {
            WriteAttribute(writer, 1, key, value);
        }

        writer.Fixed64(2, start);
        writer.Fixed64(3, now);
        writer.Fixed64(4, (ulong)recorded.Count);
        writer.DoubleEvenIfZero(5, SumSeconds(recorded));
        writer.Signed(6, recorded.Scale);
        writer.Fixed64(7, (ulong)recorded.ZeroCount);
        WriteBuckets(writer, recorded);

        // No minimum and maximum: they are known to their bucket only, and the buckets say that already.
        writer.End(point);
    }

    private static void WriteBuckets(ProtobufWriter writer, LatencySnapshot recorded)
    {
        if (recorded.Count == recorded.ZeroCount)
        {
            return;
        }

        var buckets = recorded.Buckets().SkipWhile(static bucket => bucket.Index == int.MinValue).ToList();
        var positive = writer.Begin(8);
        writer.Signed(1, buckets[0].Index);
        var counts = writer.Begin(2);
        var next = buckets[0].Index;
        foreach (var bucket in buckets)
        {
            for (; next < bucket.Index; next++)
            {
                writer.Varint(0);
            }

            writer.Varint((ulong)bucket.Count);
            next++;
        }

        writer.End(counts);
        writer.End(positive);
    }

    private static double SumSeconds(LatencySnapshot recorded) => recorded switch
    {
        { Count: 0 } => 0,
        { ExactSumNanoseconds: { } exact } => (double)exact / NanosecondsPerSecond,
        _ => recorded.MeanNanoseconds * recorded.Count / NanosecondsPerSecond,
    };

    private static void WriteAttribute(ProtobufWriter writer, int field, string key, object? value)
    {
        var attribute = writer.Begin(field);
        writer.String(1, key);
        WriteValue(writer, 2, value);
        writer.End(attribute);
    }

    private static void WriteValue(ProtobufWriter writer, int field, object? value)
    {
        var message = writer.Begin(field);
        switch (value)
        {
            case null:
                break;
            case string text:
                writer.StringEvenIfEmpty(1, text);
                break;
            case bool yes:
                writer.IntegerEvenIfZero(2, yes ? 1 : 0);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.IntegerEvenIfZero(3, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                writer.DoubleEvenIfZero(4, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case Array array:
                WriteArray(writer, array);
                break;
            default:
                writer.StringEvenIfEmpty(1, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }

        writer.End(message);
    }

    private static void WriteArray(ProtobufWriter writer, IEnumerable values)
    {
        var array = writer.Begin(5);
        foreach (var value in values)
        {
            WriteValue(writer, 1, value);
        }

        writer.End(array);
    }
}

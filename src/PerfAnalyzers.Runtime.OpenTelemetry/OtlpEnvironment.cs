using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Metrics;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>
/// The environment variables that OTLP exporters read
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/), through the configuration the SDK reads them from.
/// </summary>
internal static class OtlpEnvironment
{
    public static void Apply(IConfiguration configuration, OtlpLatencyExporterOptions options)
    {
        if (Uri.TryCreate(configuration["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"], UriKind.Absolute, out var exact))
        {
            options.Endpoint = exact;
        }
        else if (Uri.TryCreate(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var root))
        {
            options.Endpoint = new Uri($"{root.AbsoluteUri.TrimEnd('/')}/v1/metrics");
        }

        const StringSplitOptions Parts = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var header in Exporter(configuration, "HEADERS")?.Split(',', Parts) ?? [])
        {
            var parts = header.Split('=', 2);
            if (parts.Length == 2)
            {
                options.Headers[Uri.UnescapeDataString(parts[0].Trim())] = Uri.UnescapeDataString(parts[1].Trim());
            }
        }

        options.Timeout = Milliseconds(Exporter(configuration, "TIMEOUT")) ?? options.Timeout;
        options.Interval = Milliseconds(configuration["OTEL_METRIC_EXPORT_INTERVAL"]) ?? options.Interval;
        options.Temporality = configuration["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"]?.ToUpperInvariant() switch
        {
            "DELTA" or "LOWMEMORY" => AggregationTemporality.Delta,
            "CUMULATIVE" => AggregationTemporality.Cumulative,
            _ => options.Temporality,
        };
    }

    private static string? Exporter(IConfiguration configuration, string name) =>
        configuration[$"OTEL_EXPORTER_OTLP_METRICS_{name}"] ?? configuration[$"OTEL_EXPORTER_OTLP_{name}"];

    // As the SDK: what cannot be read counts as not set.
    private static TimeSpan? Milliseconds(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>Adds the exporter of latency histograms to the OpenTelemetry SDK.</summary>
public static class LatencyExport
{
    /// <summary>
    /// Exports latency histograms by OTLP, with the resource of the meter provider and as long as it lives; its disposal exports a
    /// last time. Endpoint, headers, timeout, interval and temporality are taken from the variables that the SDK's own OTLP
    /// exporter reads (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and so on) unless <paramref name="configure"/> says otherwise. The protocol
    /// is always HTTP with protobuf.
    /// </summary>
    /// <remarks>
    /// The provider's <c>ForceFlush</c> reaches the SDK's exporters only; call <see cref="OtlpLatencyExporter.ExportAsync"/> for one made
    /// by hand.
    /// </remarks>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <param name="configure">Adds what is to be exported.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static MeterProviderBuilder AddLatencyExporter(this MeterProviderBuilder builder, Action<OtlpLatencyExporterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddLatencyExporter((_, options) => configure(options));
    }

    /// <inheritdoc cref="AddLatencyExporter(MeterProviderBuilder, Action{OtlpLatencyExporterOptions})"/>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <param name="configure">Adds what is to be exported, from the services of the application.</param>
    public static MeterProviderBuilder AddLatencyExporter(
        this MeterProviderBuilder builder,
        Action<IServiceProvider, OtlpLatencyExporterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddInstrumentation((services, provider) =>
        {
            var options = new OtlpLatencyExporterOptions();
            if (services.GetService<IConfiguration>() is { } configuration)
            {
                OtlpEnvironment.Apply(configuration, options);
            }

            configure(services, options);
            return new OtlpLatencyExporter(
                options,
                provider.GetResource,
                services.GetService<ILoggerFactory>()?.CreateLogger<OtlpLatencyExporter>(),
                services.GetService<TimeProvider>());
        });
    }
}

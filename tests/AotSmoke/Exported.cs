using System.Net;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.OpenTelemetry;

namespace AotSmoke;

/// <summary>A histogram sent as OTLP.</summary>
internal static class Exported
{
    public static async Task RunAsync(Checks check)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(25));
        var collector = new Collector();
        var options = new OtlpLatencyExporterOptions { CreateHttpClient = () => new HttpClient(collector, disposeHandler: false) };
        using var exporter = new OtlpLatencyExporter(options.AddHistogram("work.duration", histogram));
        check.That(await exporter.ExportAsync(CancellationToken.None) && collector.Received > 0, "an OTLP export");
    }

    private sealed class Collector : HttpMessageHandler
    {
        public long Received { get; private set; }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var content = request.Content!.ReadAsStream(cancellationToken);
            Received += content.Length;
            return new HttpResponseMessage(HttpStatusCode.OK);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}

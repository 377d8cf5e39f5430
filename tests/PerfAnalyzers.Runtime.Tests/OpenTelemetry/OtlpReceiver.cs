using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

/// <summary>An OTLP receiver on a port of the loopback interface that keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _application;

    private OtlpReceiver(WebApplication application) => _application = application;

    public ConcurrentQueue<(IHeaderDictionary Headers, byte[] Body)> Received { get; } = [];

    /// <summary>How the receiver answers; the body is that of an ExportMetricsServiceResponse.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = static _ => Task.CompletedTask;

    public Uri Endpoint { get; private set; } = null!;

    public IEnumerable<OtlpMetric> Metrics => Received.SelectMany(request => OtlpMetric.Parse(request.Body));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._application.MapPost("/v1/metrics", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            receiver.Received.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray()));
            await receiver.Answer(context);
        });
        await receiver._application.StartAsync(TestContext.Current.CancellationToken);
        var addresses = receiver._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        receiver.Endpoint = new Uri($"{addresses.Single()}/v1/metrics");
        return receiver;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

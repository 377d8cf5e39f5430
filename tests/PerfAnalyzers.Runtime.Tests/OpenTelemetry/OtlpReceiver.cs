using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

/// <summary>An OTLP receiver on a port of the loopback interface that keeps what it gets, by HTTP or gRPC.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    // Whether it is compressed, and the length.
    private const int GrpcHeader = 5;

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<byte[]> _received = [];

    private OtlpReceiver(WebApplication application) => _application = application;

    public Uri Endpoint { get; private set; } = null!;

    public IEnumerable<OtlpMetric> Metrics => _received.SelectMany(OtlpMetric.Parse);

    public static async Task<OtlpReceiver> StartAsync(OtlpExportProtocol protocol)
    {
        var isGrpc = protocol == OtlpExportProtocol.Grpc;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(server => server.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._application.MapPost("/v1/metrics", async context => receiver._received.Enqueue(await BodyOf(context)));
        receiver._application.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", async context =>
        {
            var message = await BodyOf(context);
            Assert.Equal(message.Length - GrpcHeader, BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1)));
            receiver._received.Enqueue(message[GrpcHeader..]);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[GrpcHeader]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await receiver._application.StartAsync(TestContext.Current.CancellationToken);
        var address = receiver._application.Urls.Single();
        receiver.Endpoint = new Uri(isGrpc ? address : $"{address}/v1/metrics");
        return receiver;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task<byte[]> BodyOf(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}

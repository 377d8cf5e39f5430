using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.OpenTelemetry;

namespace PerfAnalyzers.Runtime.Tests.OpenTelemetry;

/// <summary>When and how the exporter delivers, and what becomes of what it could not deliver.</summary>
public sealed class OtlpDeliveryTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(100));
    private readonly LatencyHistogram _histogram = new();
    private readonly WarningLog _log = new();
    private OtlpReceiver _receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await OtlpReceiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task ExportsEachIntervalAndWhenDisposed()
    {
        using (Exporter())
        {
            Record(1);
            _clock.Advance(TimeSpan.FromSeconds(60));
            await Arrived(1);
            Record(1);
            _clock.Advance(TimeSpan.FromSeconds(60));
            await Arrived(2);
            Record(1);
        }

        Assert.Equal([1UL, 2, 3], Points.Select(point => point.Count));
        Assert.Equal([160UL, 220, 220], Points.Select(point => point.Time / 1_000_000_000));
        Assert.All(Points, point => Assert.Equal(100UL, point.Start / 1_000_000_000));
    }

    [Fact]
    public async Task ADeltaHasWhatCameSinceTheLastThatArrived()
    {
        using (var exporter = Exporter(AggregationTemporality.Delta))
        {
            Record(2);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await exporter.ExportAsync(Token));
            Record(3);
            _receiver.Answer = Status(503);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.False(await exporter.ExportAsync(Token));
            _receiver.Answer = Status(200);
            Record(4);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await exporter.ExportAsync(Token));
        }

        // The three of the lost export are in the one after it. Nothing came after that, so the last has no point.
        Assert.Equal([2UL, 3, 7], Points.Select(point => point.Count));
        Assert.Equal([100UL, 101, 101], Points.Select(point => point.Start / 1_000_000_000));
        Assert.Equal(4, _receiver.Received.Count);
        Assert.All(_receiver.Metrics, metric => Assert.Equal(1, metric.Temporality));
    }

    [Fact]
    public async Task AHistogramUnderTwoNamesHasItsDeltasUnderBoth()
    {
        var options = Options().AddHistogram("again", _histogram);
        options.Temporality = AggregationTemporality.Delta;
        var snapshots = 0;

        // What is recorded between the snapshots of the two is in the second alone.
        options.Sources.Insert(1, () =>
        {
            Record(++snapshots);
            return [];
        });
        using (var exporter = new OtlpLatencyExporter(options, timeProvider: _clock))
        {
            Assert.True(await exporter.ExportAsync(Token));
            Assert.True(await exporter.ExportAsync(Token));
        }

        Assert.Equal(
            ["again 1", "shop.checkout.duration 1", "again 2", "shop.checkout.duration 2", "again 3"],
            _receiver.Metrics.Select(metric => $"{metric.Name} {metric.Points.Single().Count}"));
    }

    [Fact]
    public async Task DeltasOfExportsAtTheSameTimeAddUp()
    {
        using (var exporter = Exporter(AggregationTemporality.Delta))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
                async () =>
                {
                    for (var i = 0; i < 10; i++)
                    {
                        Record(1);
                        Assert.True(await exporter.ExportAsync(Token));
                    }
                },
                Token)));
        }

        Assert.Equal(40, Points.Sum(point => (long)point.Count));
    }

    [Fact]
    public async Task OptionsAreReadOnce()
    {
        var options = Options();
        using var exporter = new OtlpLatencyExporter(options, timeProvider: _clock);
        options.Endpoint = new Uri("http://127.0.0.1:9/");
        options.Headers["x"] = "y";
        options.AddHistogram("late", _histogram);
        Record(1);

        Assert.True(await exporter.ExportAsync(Token));
        Assert.Equal("shop.checkout.duration", Assert.Single(_receiver.Metrics).Name);
        Assert.DoesNotContain("x", Assert.Single(_receiver.Received).Headers.Keys);
    }

    [Fact]
    public async Task AFailureIsCountedAndLoggedAndTheNextExportHasAll()
    {
        using var exporter = Exporter();
        Record(1);
        _receiver.Answer = Status(429);
        Assert.False(await exporter.ExportAsync(Token));
        Assert.Equal(1, exporter.Failures);
        Assert.Contains("429", exporter.LastFailure, StringComparison.Ordinal);
        Assert.Contains("429", Assert.Single(_log.Warnings), StringComparison.Ordinal);

        _receiver.Answer = Status(200);
        Record(1);
        Assert.True(await exporter.ExportAsync(Token));
        Assert.Equal(2UL, Points.Last().Count);
    }

    [Fact]
    public async Task WithoutReceiverNothingThrows()
    {
        var nowhere = _receiver.Endpoint;
        await _receiver.DisposeAsync();
        using (var exporter = Exporter(endpoint: nowhere))
        {
            Record(1);
            Assert.False(await exporter.ExportAsync(Token));
            Assert.Equal(1, exporter.Failures);
        }

        // The one when disposed fails too.
        Assert.Equal(2, _log.Warnings.Count);
    }

    [Fact]
    public async Task AReceiverThatDoesNotAnswerIsGivenUp()
    {
        _receiver.Answer = static context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var options = Options();
        options.Timeout = TimeSpan.FromMilliseconds(50);
        using var exporter = new OtlpLatencyExporter(options, logger: _log, timeProvider: _clock);
        Record(1);
        Assert.False(await exporter.ExportAsync(Token));
        Assert.Equal(1, exporter.Failures);
    }

    [Fact]
    public async Task APartThatTheReceiverRejectsIsReported()
    {
        // partial_success { rejected_data_points: 300, error_message: "no" }
        _receiver.Answer = context => context.Response.Body.WriteAsync(new byte[] { 0x0A, 7, 0x08, 0xAC, 0x02, 0x12, 2, (byte)'n', (byte)'o' }, Token).AsTask();
        using var exporter = Exporter();
        Record(1);
        Assert.True(await exporter.ExportAsync(Token));
        Assert.EndsWith("rejected 300 series: no", exporter.LastFailure, StringComparison.Ordinal);
        Assert.Equal(1, exporter.Failures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0A")]
    [InlineData("0A00")]
    [InlineData("0AFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0A020800")]
    [InlineData("0A0312FF6E")]
    [InlineData("3C68746D6C3E")]
    public void AnAnswerThatRejectsNothingOrIsNoProtobufIsNone(string hex) =>
        Assert.Null(OtlpAnswer.Rejection(new MemoryStream(Convert.FromHexString(hex))));

    [Fact]
    public async Task HeadersAndTypeAreThoseOfOtlp()
    {
        var options = Options();
        options.Headers["x-api-key"] = "secret=1";
        using var exporter = new OtlpLatencyExporter(options, timeProvider: _clock);
        Record(1);
        Assert.True(await exporter.ExportAsync(Token));

        Assert.True(_receiver.Received.TryPeek(out var request));
        Assert.Equal("application/x-protobuf", request.Headers.ContentType);
        Assert.Equal("secret=1", request.Headers["x-api-key"]);
    }

    [Fact]
    public void TheProviderReadsTheVariablesOfOtlp()
    {
        var options = new OtlpLatencyExporterOptions();
        OtlpEnvironment.Apply(Configuration(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=1, b=x%20y,broken"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "2500"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "5000"),
            ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "Delta")), options);

        Assert.Equal("http://collector:4318/v1/metrics", options.Endpoint.AbsoluteUri);
        Assert.Equal(["a=1", "b=x y"], options.Headers.Select(header => $"{header.Key}={header.Value}"));
        Assert.Equal((2.5, 5.0), (options.Timeout.TotalSeconds, options.Interval.TotalSeconds));
        Assert.Equal(AggregationTemporality.Delta, options.Temporality);

        OtlpEnvironment.Apply(Configuration(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://metrics/in"),
            ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a=2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "soon")), options);
        Assert.Equal("http://metrics/in", options.Endpoint.AbsoluteUri);
        Assert.Equal("2", options.Headers["a"]);
        Assert.Equal(2.5, options.Timeout.TotalSeconds);
    }

    [Fact]
    public async Task TheProvidersServicesAreAtHand()
    {
        using (Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services
                .AddSingleton(Configuration(("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", _receiver.Endpoint.AbsoluteUri)))
                .AddSingleton<TimeProvider>(_clock)
                .AddSingleton(_histogram))
            .AddLatencyExporter((services, options) => options.AddHistogram("shop.checkout.duration", services.GetRequiredService<LatencyHistogram>()))
            .Build())
        {
            Record(1);
            _clock.Advance(TimeSpan.FromSeconds(60));
            await Arrived(1);
        }

        Assert.Equal(2, Points.Count());
    }

    [Fact]
    public async Task HostileOptionsAreRefusedByName()
    {
        Assert.Throws<ArgumentNullException>("options", () => new OtlpLatencyExporter(null!));
        Refused<ArgumentNullException>("Endpoint", options => options.Endpoint = null!);
        Refused<ArgumentException>("Endpoint", options => options.Endpoint = new Uri("/v1/metrics", UriKind.Relative));
        Refused<ArgumentException>("Endpoint", options => options.Endpoint = new Uri("ftp://host/"));
        Refused<ArgumentNullException>("CreateHttpClient", options => options.CreateHttpClient = null!);
        Refused<ArgumentException>("CreateHttpClient", options => options.CreateHttpClient = () => null!);
        Refused<ArgumentOutOfRangeException>("Interval", options => options.Interval = TimeSpan.Zero);
        Refused<ArgumentOutOfRangeException>("Interval", options => options.Interval = TimeSpan.MaxValue);
        Refused<ArgumentOutOfRangeException>("Timeout", options => options.Timeout = TimeSpan.Zero);
        Refused<ArgumentOutOfRangeException>("Timeout", options => options.Timeout = TimeSpan.MaxValue);
        Refused<ArgumentOutOfRangeException>("Temporality", options => options.Temporality = default);
        Assert.Throws<ArgumentException>("name", () => Options().AddHistogram("", _histogram));
        Assert.Throws<ArgumentNullException>("histogram", () => Options().AddHistogram("a", null!));
        Assert.Throws<ArgumentNullException>("recorder", () => Options().AddRecorder("a", null!));
        Assert.Throws<ArgumentNullException>("listener", () => Options().AddListener(null!));
        Assert.Throws<ArgumentNullException>("configure", () => Sdk.CreateMeterProviderBuilder().AddLatencyExporter((Action<OtlpLatencyExporterOptions>)null!));

        var disposed = Exporter();
        disposed.Dispose();
        disposed.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed.ExportAsync(Token));

        static void Refused<T>(string name, Action<OtlpLatencyExporterOptions> break_)
            where T : ArgumentException
        {
            var options = new OtlpLatencyExporterOptions();
            break_(options);
            Assert.Throws<T>(name, () => new OtlpLatencyExporter(options));
        }
    }

    private IEnumerable<OtlpPoint> Points => _receiver.Metrics.SelectMany(metric => metric.Points);

    private static IConfiguration Configuration(params (string Key, string Value)[] variables) =>
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value))).Build();

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private OtlpLatencyExporterOptions Options() =>
        new OtlpLatencyExporterOptions { Endpoint = _receiver.Endpoint }.AddHistogram("shop.checkout.duration", _histogram);

    private OtlpLatencyExporter Exporter(AggregationTemporality temporality = AggregationTemporality.Cumulative, Uri? endpoint = null)
    {
        var options = Options();
        options.Temporality = temporality;
        options.Endpoint = endpoint ?? options.Endpoint;
        return new OtlpLatencyExporter(options, logger: _log, timeProvider: _clock);
    }

    private void Record(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _histogram.Record(TimeSpan.FromMilliseconds(3));
        }
    }

    // The export runs on its own; it has arrived when the receiver has it.
    private async Task Arrived(int count)
    {
        while (_receiver.Received.Count < count)
        {
            await Task.Delay(1, Token);
        }
    }

    private sealed class WarningLog : ILogger
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings.Add(formatter(state, exception));
    }
}

using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.OpenTelemetry;

/// <summary>
/// Exports latency histograms as OTLP exponential histograms with their own buckets: scale 7, in seconds, not one count lost or
/// moved. The OpenTelemetry SDK for .NET has no instrument that takes buckets, so this exporter writes OTLP itself, beside the
/// SDK's own exporters and with the same resource.
/// <see cref="LatencyExport.AddLatencyExporter(MeterProviderBuilder, Action{OtlpLatencyExporterOptions})"/>
/// makes one that lives with the SDK's meter provider.
/// <para>
/// The sum is exact for histograms with <see cref="LatencyHistogramOptions.ExactSum"/>, else from the buckets and within 0.271 %.
/// Durations above 2^16 s are in the last bucket. The start time of cumulative series is when the exporter was made; what had been
/// recorded before is in their counts too.
/// </para>
/// <para>
/// An export that fails is logged, counted and not repeated: the next one has its durations too, cumulative or delta. Where an
/// answer was lost and the receiver has a delta already, it gets those durations twice.
/// </para>
/// All members are safe to call from any thread.
/// </summary>
public sealed class OtlpLatencyExporter : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private static readonly Action<ILogger, string, Exception?> LogFailure = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(1, "LatencyExportFailed"), "Latency histograms could not be exported: {Reason}");

    private readonly OtlpLatencyExporterOptions _options;
    private readonly Func<Resource> _resource;
    private readonly ILogger? _logger;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _exporting = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<object, LatencySnapshot> _delivered = [];
    private ulong _start;
    private long _failures;
    private volatile int _disposed;

    /// <summary>Begins to export each <see cref="OtlpLatencyExporterOptions.Interval"/>.</summary>
    /// <param name="options">What to export, and where to.</param>
    /// <param name="resource">What the metrics are about: the service and its attributes; <see langword="null"/> for an empty one.</param>
    /// <param name="logger">Gets a warning for each export that fails.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it.</exception>
    public OtlpLatencyExporter(
        OtlpLatencyExporterOptions options,
        Resource? resource = null,
        ILogger? logger = null,
        TimeProvider? timeProvider = null)
        : this(options, () => resource ?? Resource.Empty, logger, timeProvider)
    {
    }

    // A meter provider under construction has no resource yet: it is asked for at each export.
    internal OtlpLatencyExporter(OtlpLatencyExporterOptions options, Func<Resource> resource, ILogger? logger, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options.Copy();
        _resource = resource;
        _logger = logger;
        _clock = timeProvider ?? TimeProvider.System;
        _client = options.CreateHttpClient()
            ?? throw new ArgumentException("Must make a client, but answered null.", nameof(options.CreateHttpClient));
        _client.Timeout = options.Timeout;
        _client.MaxResponseContentBufferSize = MaxAnswerBytes;
        _start = Now();
        _ = ExportPeriodicallyAsync(new PeriodicTimer(options.Interval, _clock));
    }

    /// <summary>Exports that failed since the exporter was made.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Why the last export that failed did so; <see langword="null"/> if none has.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Exports now, whatever the interval, after an export that is under way.</summary>
    /// <returns>Whether the receiver took it. If not, or if it rejected a part, <see cref="LastFailure"/> says why.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> asked for it.</exception>
    /// <exception cref="ObjectDisposedException">The exporter is disposed.</exception>
    public async Task<bool> ExportAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await _exporting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Or the instrumentation of HttpClient would trace and measure the exports.
            using var suppressed = SuppressInstrumentationScope.Begin();
            var export = Prepare();
            using var request = RequestFor(export);
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return Conclude(export, response);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // No receiver, a timeout, a broken connection: whatever it was, the next export must come.
            return Fail(exception.Message, exception);
        }
        finally
        {
            _exporting.Release();
        }
    }

    /// <summary>Exports a last time, after an export under way; both have <see cref="OtlpLatencyExporterOptions.Timeout"/> each. Then it
    /// ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();
        if (_exporting.Wait(_options.Timeout))
        {
            ExportFinally();
            _exporting.Release();
        }

        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task ExportPeriodicallyAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
                {
                    await ExportAsync(_stopping.Token).ConfigureAwait(false);
                }
            }
            catch (Exception) when (_disposed != 0)
            {
                // Disposed, which exports the rest.
            }
        }
    }

    // Dispose cannot await, and HttpClient can send without.
    private void ExportFinally()
    {
        try
        {
            using var suppressed = SuppressInstrumentationScope.Begin();
            var export = Prepare();
            using var request = RequestFor(export);
            using var response = _client.Send(request);
            Conclude(export, response);
        }
        catch (Exception exception)
        {
            Fail(exception.Message, exception);
        }
    }

    private Export Prepare()
    {
        var now = Now();
        var recorded = _options.Sources.SelectMany(static source => source()).Where(static series => series.Recorded.Count > 0).ToList();
        if (_options.Temporality == AggregationTemporality.Cumulative)
        {
            return new Export(now, recorded, OtlpRequest.Write(_resource(), recorded, _options.Temporality, _start, now));
        }

        var delta = recorded
            .Select(series => _delivered.TryGetValue(series.Key, out var before)
                ? series with { Recorded = series.Recorded.Subtract(before) }
                : series)
            .Where(static series => series.Recorded.Count > 0);
        return new Export(now, recorded, OtlpRequest.Write(_resource(), delta, _options.Temporality, _start, now));
    }

    private HttpRequestMessage RequestFor(Export export)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Endpoint) { Content = new ReadOnlyMemoryContent(export.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        foreach (var (name, value) in _options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private bool Conclude(Export export, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            return Fail($"{_options.Endpoint} answered {(int)response.StatusCode} {response.ReasonPhrase}", exception: null);
        }

        if (OtlpAnswer.Rejection(response.Content.ReadAsStream()) is { } rejection)
        {
            // Not to be repeated, says the protocol: it would be rejected again.
            Fail($"{_options.Endpoint} {rejection}", exception: null);
        }

        if (_options.Temporality == AggregationTemporality.Delta)
        {
            foreach (var series in export.Recorded)
            {
                _delivered[series.Key] = series.Recorded;
            }

            _start = export.Time;
        }

        return true;
    }

    private bool Fail(string reason, Exception? exception)
    {
        Interlocked.Increment(ref _failures);
        LastFailure = reason;
        if (_logger is not null)
        {
            LogFailure(_logger, reason, exception);
        }

        return false;
    }

    private ulong Now() => (ulong)(_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private sealed record Export(ulong Time, List<ExportedSeries> Recorded, ReadOnlyMemory<byte> Body);
}

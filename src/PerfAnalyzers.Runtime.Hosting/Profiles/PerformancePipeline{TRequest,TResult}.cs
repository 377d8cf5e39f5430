using System.IO.Compression;
using PerfAnalyzers.Runtime.Caching;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>
/// Applies a <see cref="PerformanceProfile"/> around a handler and measures what comes of it; made by
/// <see cref="PerformancePipeline"/>. A request goes to the cache first, so that a hit costs no work (the pipeline that this
/// corrects looked into its cache after the work); then it waits for one of the profile's handler calls, alone or in a batch; the
/// result is compressed, cached and returned. Without a cache or compression in the options those steps are left out.
/// <para>
/// <see cref="Apply"/> changes the profile while requests run. Running calls are not interrupted; a batch handler's old and new
/// limit hold side by side until the batches of the old profile are done.
/// </para>
/// <para>
/// Failures are passed to the caller and recorded as such; a full queue refuses with <see cref="PipelineQueueFullException"/>.
/// Memory is bounded by the profile's queue limit. All members are safe to call from any thread.
/// </para>
/// </summary>
/// <typeparam name="TRequest">What callers ask.</typeparam>
/// <typeparam name="TResult">What they get.</typeparam>
public sealed class PerformancePipeline<TRequest, TResult> : IAsyncDisposable
{
    private readonly object _applying = new();
    private readonly PipelineHandler<TRequest, TResult> _handler;
    private readonly PerformancePipelineOptions<TRequest, TResult> _options;
    private readonly LatencyRecorder _latency;
    private readonly LatencyRecorder _compressing;
    private readonly ThroughputMeter _arrivals;
    private readonly ThroughputMeter _completed;
    private readonly CacheMeter _cache;
    private volatile PerformanceProfile _profile;
    private volatile bool _isDisposed;
    private int _changes;

    internal PerformancePipeline(
        PipelineHandler<TRequest, TResult> handler,
        PerformanceProfile profile,
        PerformancePipelineOptions<TRequest, TResult>? options,
        TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(profile);
        profile.Validate();
        handler.Apply(profile);
        _handler = handler;
        _profile = profile;
        _options = options ?? new PerformancePipelineOptions<TRequest, TResult>();
        _latency = new LatencyRecorder(timeProvider: timeProvider);
        _compressing = new LatencyRecorder(timeProvider: timeProvider);
        _arrivals = new ThroughputMeter(timeProvider);
        _completed = new ThroughputMeter(timeProvider);
        _cache = new CacheMeter(timeProvider: timeProvider);
    }

    /// <summary>The profile in force.</summary>
    public PerformanceProfile Profile => _profile;

    /// <summary>Applies another profile to all requests from now on; the one in force changes nothing.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="profile"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of <paramref name="profile"/> is out of its range; the one in force
    /// stays.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public void Apply(PerformanceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        profile.Validate();
        lock (_applying)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (profile != _profile)
            {
                _handler.Apply(profile);
                _profile = profile;
                _changes++;
            }
        }
    }

    /// <summary>Handles a request, or gets its result from the cache.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives the request up, as far as the handler and the cache allow.</param>
    /// <exception cref="PipelineQueueFullException">As many requests as the profile allows are already waiting.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public async ValueTask<TResult> ProcessAsync(TRequest request, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _arrivals.Mark();
        using var scope = _latency.Measure(LatencyOutcome.Failure);
        try
        {
            var profile = _profile;
            var result = _options.Cache is { } cache && profile.CacheLifetime > TimeSpan.Zero
                ? await FromCacheAsync(cache, request, profile, cancellationToken).ConfigureAwait(false)
                : await HandleAsync(request, profile, cancellationToken).ConfigureAwait(false);
            scope.Succeed();
            _completed.Mark();
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            scope.Cancel();
            throw;
        }
    }

    /// <summary>What the pipeline has done so far. Notes the rates, so call it regularly.</summary>
    public PerformancePipelineSnapshot GetSnapshot()
    {
        lock (_applying)
        {
            return new PerformancePipelineSnapshot
            {
                Profile = _profile,
                ProfileChanges = _changes,
                Latency = _latency.GetSnapshot(),
                Queueing = _handler.Queueing.GetSnapshot(),
                Handling = _handler.Handling.GetSnapshot(),
                Compressing = _compressing.GetSnapshot().All,
                Throughput = _completed.Sample(),
                Arrivals = _arrivals.Sample(),
                Cache = _cache.GetSnapshot(),
                Batches = _handler.Batches,
                BatchedRequests = _handler.BatchedRequests,
                Rejected = _handler.Rejected,
                Active = _handler.Active,
                Queued = _handler.Queued,
            };
        }
    }

    /// <summary>Refuses further requests and completes when those already with a batch handler have been handled.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_applying)
        {
            _isDisposed = true;
        }

        await _handler.DisposeAsync().ConfigureAwait(false);
    }

    private ValueTask<TResult> FromCacheAsync(
        PipelineCache<TRequest, TResult> cache,
        TRequest request,
        PerformanceProfile profile,
        CancellationToken cancellationToken) => _cache.GetOrCreateAsync(
            KeyOf(cache, request, profile),
            (key, load, token) => cache.GetOrCreate(key, profile.CacheLifetime, load, token),
            token => HandleAsync(request, profile, token),
            cancellationToken);

    // What is cached is compressed: after a change of the level it is another thing, and readers of the old one must not get it.
    private string KeyOf(PipelineCache<TRequest, TResult> cache, TRequest request, PerformanceProfile profile) =>
        Compresses(profile) ? $"{profile.Compression}:{cache.KeyOf(request)}" : cache.KeyOf(request);

    private bool Compresses(PerformanceProfile profile) =>
        _options.Compress is not null && profile.Compression != CompressionLevel.NoCompression;

    private async ValueTask<TResult> HandleAsync(TRequest request, PerformanceProfile profile, CancellationToken cancellationToken)
    {
        var result = await _handler.HandleAsync(request, cancellationToken).ConfigureAwait(false);
        if (!Compresses(profile))
        {
            return result;
        }

        using var scope = _compressing.Measure();
        return _options.Compress!(result, profile.Compression);
    }
}

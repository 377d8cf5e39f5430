using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Caching;

/// <summary>
/// Measures a cache from outside: how often it has the value, and how long hits, misses and loads take. It works around any
/// get-or-create call, keeps no values itself, and needs no library.
/// <para>
/// A get whose own load ran is a miss; this is exact, whatever the cache does inside. A get whose load did not run is a hit,
/// unless it had to wait for the same key's load by another caller: then it counts as <see cref="CacheOutcome.Waited"/>, since
/// its latency is that of a load and the cache had nothing for it. An asynchronous get that is answered at once is always a hit
/// (also while another caller refreshes the key). Waiting is seen through the loads of the key in progress during the call; a
/// caller that slips in as a load ends may count as a hit.
/// </para>
/// <para>
/// Use one meter per cache. All members are safe to call from any thread. A get costs two timestamps, one atomic increment and
/// 264 bytes of allocations on an asynchronous hit (measured on .NET 10); memory follows the gets in progress, not the number of keys.
/// </para>
/// </summary>
public sealed class CacheMeter
{
    private readonly KeysInFlight _keys = new();
    private readonly TimeProvider _clock;
    private readonly LatencyHistogram[] _byOutcome;

    /// <summary>A meter that has seen nothing.</summary>
    /// <param name="options">How the histograms record; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    public CacheMeter(LatencyHistogramOptions? options = null, TimeProvider? timeProvider = null)
    {
        _clock = timeProvider ?? TimeProvider.System;
        _byOutcome = [new(options, timeProvider), new(options, timeProvider), new(options, timeProvider), new(options, timeProvider)];
        Loads = new LatencyRecorder(options, timeProvider);
    }

    /// <summary>The loads, by outcome; record here what is loaded outside of the get-or-create methods.</summary>
    public LatencyRecorder Loads { get; }

    /// <summary>Gets a value from a cache with asynchronous loads and measures how.</summary>
    /// <param name="key">The key.</param>
    /// <param name="getOrCreate">
    /// The cache's own call. It gets the key, the measured load, which it must hand to the cache, and the token.
    /// </param>
    /// <param name="load">Makes the value when the cache lacks it.</param>
    /// <param name="cancellationToken">Handed to <paramref name="getOrCreate"/>.</param>
    /// <returns>What <paramref name="getOrCreate"/> answers; its exceptions are passed on.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example><code>
    /// var user = await meter.GetOrCreateAsync(
    ///     $"user:{id}",
    ///     (key, load, token) => cache.GetOrCreateAsync(key, load, cancellationToken: token),
    ///     token => LoadUserAsync(id, token),
    ///     cancellationToken);
    /// </code></example>
    public ValueTask<TValue> GetOrCreateAsync<TKey, TValue>(
        TKey key,
        Func<TKey, Func<CancellationToken, ValueTask<TValue>>, CancellationToken, ValueTask<TValue>> getOrCreate,
        Func<CancellationToken, ValueTask<TValue>> load,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(getOrCreate);
        ArgumentNullException.ThrowIfNull(load);
        var get = new AsyncCacheGet<TValue>(key, _keys, Loads, load);
        var wasLoading = _keys.IsLoading(key);
        var start = _clock.GetTimestamp();
        ValueTask<TValue> pending;
        try
        {
            pending = getOrCreate(key, get.LoadAsync, cancellationToken);
        }
        catch
        {
            RecordSince(start, get.Leave(succeeded: false));
            throw;
        }

        if (pending.IsCompletedSuccessfully)
        {
            RecordSince(start, get.Leave(succeeded: true));
            return pending;
        }

        get.SawLoad = wasLoading;
        get.Join();
        return FinishAsync(pending, get, start);
    }

    /// <summary>Gets a value from a cache with blocking loads and measures how.</summary>
    /// <param name="key">The key.</param>
    /// <param name="getOrCreate">The cache's own call. It gets the key and the measured load, which it must hand to the cache.</param>
    /// <param name="load">Makes the value when the cache lacks it.</param>
    /// <returns>What <paramref name="getOrCreate"/> answers; its exceptions are passed on.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example><code>
    /// var rate = meter.GetOrCreate(currency, (key, load) => rates.GetOrAdd(key, _ => load()), () => ReadRate(currency));
    /// </code></example>
    public TValue GetOrCreate<TKey, TValue>(TKey key, Func<TKey, Func<TValue>, TValue> getOrCreate, Func<TValue> load)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(getOrCreate);
        ArgumentNullException.ThrowIfNull(load);
        var get = new BlockingCacheGet<TValue>(key, _keys, Loads, load) { SawLoad = _keys.IsLoading(key) };
        var loadsBegun = _keys.LoadsBegun;
        var succeeded = false;
        var start = _clock.GetTimestamp();
        try
        {
            var value = getOrCreate(key, get.Load);
            succeeded = true;
            return value;
        }
        finally
        {
            get.SawLoad |= _keys.LoadsBegun != loadsBegun && _keys.IsLoading(key);
            RecordSince(start, get.Leave(succeeded));
        }
    }

    /// <summary>Records a get measured elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is not a defined outcome.</exception>
    public void Record(TimeSpan elapsed, CacheOutcome outcome) => HistogramOf(outcome).Record(elapsed);

    /// <summary>Records a get from <paramref name="startTimestamp"/> (<see cref="TimeProvider.GetTimestamp"/>) to now.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is not a defined outcome.</exception>
    public void RecordSince(long startTimestamp, CacheOutcome outcome) => HistogramOf(outcome).RecordSince(startTimestamp);

    /// <summary>The figures since the beginning; the difference of two snapshots is any window between.</summary>
    public CacheMeterSnapshot GetSnapshot() => new()
    {
        Hits = HistogramOf(CacheOutcome.Hit).GetSnapshot(),
        Misses = HistogramOf(CacheOutcome.Miss).GetSnapshot(),
        Waited = HistogramOf(CacheOutcome.Waited).GetSnapshot(),
        Failed = HistogramOf(CacheOutcome.Failed).GetSnapshot(),
        Loads = Loads.GetSnapshot(),
    };

    private async ValueTask<TValue> FinishAsync<TValue>(ValueTask<TValue> pending, CacheGet get, long start)
    {
        var succeeded = false;
        try
        {
            var value = await pending.ConfigureAwait(false);
            succeeded = true;
            return value;
        }
        finally
        {
            RecordSince(start, get.Leave(succeeded));
        }
    }

    private LatencyHistogram HistogramOf(CacheOutcome outcome) => outcome is >= CacheOutcome.Hit and <= CacheOutcome.Failed
        ? _byOutcome[(int)outcome]
        : throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Must be Hit, Miss, Waited or Failed.");
}

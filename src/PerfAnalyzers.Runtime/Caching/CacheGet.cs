using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Caching;

/// <summary>One get, which knows whether its own load ran.</summary>
internal class CacheGet(object key, KeysInFlight keys, LatencyRecorder loads)
{
    private KeyInFlight? _entry;
    private volatile bool _loadRan;

    public bool LoadRan => _loadRan;

    /// <summary>Whether the key was being loaded by another call while this one was in it.</summary>
    public bool SawLoad { get; set; }

    protected object Key => key;

    protected LatencyRecorder Loads => loads;

    /// <summary>From here to <see cref="Leave"/> loads of the key are seen.</summary>
    public void Join() => _entry ??= keys.Join(key);

    public CacheOutcome Leave(bool succeeded)
    {
        if (_entry is { } entry)
        {
            SawLoad |= entry.LoadBegan;
            keys.Leave(key, entry);
        }

        if (LoadRan)
        {
            return CacheOutcome.Miss;
        }

        var withoutLoad = succeeded ? CacheOutcome.Hit : CacheOutcome.Failed;
        return SawLoad ? CacheOutcome.Waited : withoutLoad;
    }

    // A load may outlive its caller, when the caller gives up and others still wait for the value, so it is a member by itself.
    protected KeyInFlight BeginLoad()
    {
        _loadRan = true;
        var entry = keys.Join(key);
        keys.BeginLoad(entry);
        return entry;
    }

    protected void EndLoad(KeyInFlight entry)
    {
        keys.EndLoad();
        keys.Leave(key, entry);
    }
}

/// <inheritdoc cref="CacheGet"/>
internal sealed class AsyncCacheGet<TValue>(
    object key, KeysInFlight keys, LatencyRecorder loads, Func<CancellationToken, ValueTask<TValue>> load)
    : CacheGet(key, keys, loads)
{
    public async ValueTask<TValue> LoadAsync(CancellationToken cancellationToken)
    {
        var entry = BeginLoad();
        try
        {
            using var scope = Loads.Measure(LatencyOutcome.Failure);
            try
            {
                var value = await load(cancellationToken).ConfigureAwait(false);
                scope.Succeed();
                return value;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                scope.Cancel();
                throw;
            }
        }
        finally
        {
            EndLoad(entry);
        }
    }
}

/// <inheritdoc cref="CacheGet"/>
internal sealed class BlockingCacheGet<TValue>(object key, KeysInFlight keys, LatencyRecorder loads, Func<TValue> load)
    : CacheGet(key, keys, loads)
{
    public TValue Load()
    {
        var entry = BeginLoad();
        try
        {
            using var scope = Loads.Measure(LatencyOutcome.Failure);
            var value = load();
            scope.Succeed();
            return value;
        }
        finally
        {
            EndLoad(entry);
        }
    }
}

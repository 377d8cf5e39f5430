using Microsoft.Extensions.Caching.Hybrid;
using PerfAnalyzers.Runtime.Caching;

namespace PerfAnalyzers.Runtime.Hosting.Caching;

/// <summary>A cache that measures the gets of another.</summary>
internal sealed class MeteredHybridCache(HybridCache cache, CacheMeter meter) : HybridCache
{
    public override ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        if (options?.Flags is { } flags && flags.HasFlag(HybridCacheEntryFlags.DisableUnderlyingData))
        {
            return cache.GetOrCreateAsync(key, state, factory, options, tags, cancellationToken);
        }

        return meter.GetOrCreateAsync(
            key,
            (key, load, token) => cache.GetOrCreateAsync(key, load, static (load, token) => load(token), options, tags, token),
            token => factory(state, token),
            cancellationToken);
    }

    public override ValueTask SetAsync<T>(
        string key,
        T value,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default) =>
        cache.SetAsync(key, value, options, tags, cancellationToken);

    public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) =>
        cache.RemoveAsync(key, cancellationToken);

    public override ValueTask RemoveAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default) =>
        cache.RemoveAsync(keys, cancellationToken);

    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) =>
        cache.RemoveByTagAsync(tag, cancellationToken);

    public override ValueTask RemoveByTagAsync(IEnumerable<string> tags, CancellationToken cancellationToken = default) =>
        cache.RemoveByTagAsync(tags, cancellationToken);
}

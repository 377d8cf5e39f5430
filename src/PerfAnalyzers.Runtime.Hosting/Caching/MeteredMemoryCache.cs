using Microsoft.Extensions.Caching.Memory;
using PerfAnalyzers.Runtime.Caching;

namespace PerfAnalyzers.Runtime.Hosting.Caching;

/// <summary>
/// The get-or-create calls of a memory cache, measured. The cache does not join concurrent misses of a key: each caller runs its
/// factory, and each counts as a miss. Safe to call from any thread.
/// </summary>
public sealed class MeteredMemoryCache
{
    private readonly IMemoryCache _cache;
    private readonly CacheMeter _meter;

    internal MeteredMemoryCache(IMemoryCache cache, CacheMeter meter)
    {
        _cache = cache;
        _meter = meter;
    }

    /// <summary>The cached value, or what <paramref name="factory"/> makes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="factory">Makes the value when the cache lacks it; it sets the lifetime on the entry.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public TItem? GetOrCreate<TItem>(object key, Func<ICacheEntry, TItem> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ICacheEntry? created = null;
        return _meter.GetOrCreate<object, TItem?>(
            key,
            (key, load) => _cache.GetOrCreate(key, entry =>
            {
                created = entry;
                return load();
            }),
            () => factory(created!));
    }

    /// <summary>The cached value, or what <paramref name="factory"/> makes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="factory">Makes the value when the cache lacks it; it sets the lifetime on the entry.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ValueTask<TItem?> GetOrCreateAsync<TItem>(object key, Func<ICacheEntry, Task<TItem>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ICacheEntry? created = null;
        return _meter.GetOrCreateAsync<object, TItem?>(
            key,
            (key, load, token) => new ValueTask<TItem?>(_cache.GetOrCreateAsync(key, entry =>
            {
                created = entry;
                return load(token).AsTask();
            })),
            async _ => await factory(created!).ConfigureAwait(false));
    }
}

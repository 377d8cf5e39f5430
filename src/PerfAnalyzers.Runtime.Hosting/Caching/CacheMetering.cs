using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using PerfAnalyzers.Runtime.Caching;

namespace PerfAnalyzers.Runtime.Hosting.Caching;

/// <summary>Puts a <see cref="CacheMeter"/> around the caches of Microsoft.Extensions.</summary>
public static class CacheMeterExtensions
{
    /// <summary>
    /// The same cache, measured: a <see cref="HybridCache"/> to register or use in place of <paramref name="cache"/>. Only
    /// get-or-create calls are measured; those with <see cref="HybridCacheEntryFlags.DisableUnderlyingData"/> are not, since their
    /// answer does not tell a hit from a miss.
    /// </summary>
    /// <param name="cache">The cache.</param>
    /// <param name="meter">The meter, one for each cache.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static HybridCache WithMeter(this HybridCache cache, CacheMeter meter)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(meter);
        return new MeteredHybridCache(cache, meter);
    }

    /// <summary>Measured get-or-create calls of a memory cache.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="meter">The meter, one for each cache.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static MeteredMemoryCache WithMeter(this IMemoryCache cache, CacheMeter meter)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(meter);
        return new MeteredMemoryCache(cache, meter);
    }
}

namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>How a cache and its store are kept together.</summary>
public enum CacheStrategy
{
    /// <summary>The application reads the cache, then the store, and fills the cache; it writes the store and removes the cached
    /// value.</summary>
    LookAside,

    /// <summary>The cache itself reads the store on a miss; writes are as for <see cref="LookAside"/>.</summary>
    ReadThrough,

    /// <summary>Writes go to the store and then to the cache; reads are as for <see cref="ReadThrough"/>.</summary>
    WriteThroughSerial,

    /// <summary>Writes go to the store and to the cache at the same time; reads are as for <see cref="ReadThrough"/>.</summary>
    WriteThroughParallel,

    /// <summary>Writes go to the cache and to a bounded queue that is written to the store later; reads are as for
    /// <see cref="ReadThrough"/>.</summary>
    WriteBehind,
}

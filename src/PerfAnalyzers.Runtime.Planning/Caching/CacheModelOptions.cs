namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>What a cache and its store cost, for <see cref="CacheModel"/>, which validates it. Times are means.</summary>
public sealed record CacheModelOptions
{
    /// <summary>Share of the reads that find the value in the cache, 0 to 1.</summary>
    public required double HitRatio { get; init; }

    /// <summary>Time to look a key up in the cache, found or not; zero or more.</summary>
    public required TimeSpan Lookup { get; init; }

    /// <summary>Time to put a value into the cache; zero or more.</summary>
    public required TimeSpan Fill { get; init; }

    /// <summary>Time to remove a key from the cache; zero or more, by default <see cref="Fill"/>.</summary>
    public TimeSpan? Remove { get; init; }

    /// <summary>Time to read a value from the store; more than zero.</summary>
    public required TimeSpan StoreRead { get; init; }

    /// <summary>Time to write a value to the store; more than zero.</summary>
    public required TimeSpan StoreWrite { get; init; }

    /// <summary>Share of the operations that write, 0 to 1.</summary>
    public double WriteShare { get; init; }

    /// <summary>The queue, for <see cref="CacheStrategy.WriteBehind"/> only.</summary>
    public WriteBehindOptions? WriteBehind { get; init; }
}

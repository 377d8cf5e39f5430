using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Caching;

/// <summary>What a <see cref="CacheMeter"/> held at one moment. Immutable, so safe to share between threads.</summary>
public sealed class CacheMeterSnapshot
{
    /// <summary>Durations of gets that found the value.</summary>
    public required LatencySnapshot Hits { get; init; }

    /// <summary>Durations of gets that ran their load: lookup, load and fill, and of those whose load failed.</summary>
    public required LatencySnapshot Misses { get; init; }

    /// <summary>Durations of gets that waited for another caller's load.</summary>
    public required LatencySnapshot Waited { get; init; }

    /// <summary>Durations of gets that failed without a load: the cache threw, or the caller gave up.</summary>
    public required LatencySnapshot Failed { get; init; }

    /// <summary>Durations of the loads alone, by outcome.</summary>
    public required LatencyRecorderSnapshot Loads { get; init; }

    /// <summary>Number of gets that the cache answered in some way: all but the failed ones.</summary>
    public long Gets => Hits.Count + Misses.Count + Waited.Count;

    /// <summary>
    /// Share of the <see cref="Gets"/> that found the value, 0 to 1; callers that waited did not. NaN without gets, so that no
    /// comparison with a target holds by accident.
    /// </summary>
    public double HitRatio => Gets == 0 ? double.NaN : Hits.Count / (double)Gets;

    /// <summary>
    /// Share of the <see cref="Gets"/> that went on to the store, 0 to 1; NaN without gets. Less than 1 - <see cref="HitRatio"/>
    /// by those that waited, which is what stampede protection saves.
    /// </summary>
    public double LoadRatio => Gets == 0 ? double.NaN : Misses.Count / (double)Gets;

    /// <summary>The gets since <paramref name="earlier"/>, a snapshot of the same meter.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="earlier"/> holds gets that this snapshot lacks.</exception>
    public CacheMeterSnapshot Subtract(CacheMeterSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return new CacheMeterSnapshot
        {
            Hits = Hits.Subtract(earlier.Hits),
            Misses = Misses.Subtract(earlier.Misses),
            Waited = Waited.Subtract(earlier.Waited),
            Failed = Failed.Subtract(earlier.Failed),
            Loads = Loads.Subtract(earlier.Loads),
        };
    }
}

namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>What operations meet with a cache, in the mean, as <see cref="CacheModel"/> computes it. Immutable.</summary>
public sealed class CacheEstimate
{
    /// <summary>The strategy.</summary>
    public required CacheStrategy Strategy { get; init; }

    /// <summary>Time of a read that finds the value: the lookup.</summary>
    public required TimeSpan Hit { get; init; }

    /// <summary>Time of a read that does not: lookup, read of the store, and fill.</summary>
    public required TimeSpan Miss { get; init; }

    /// <summary>Mean time of a read: lookup + (1 - hit ratio) * (read of the store + fill).</summary>
    public required TimeSpan MeanRead { get; init; }

    /// <summary>Mean time of a write; <see langword="null"/> when a write-behind queue is saturated.</summary>
    public required TimeSpan? MeanWrite { get; init; }

    /// <summary>Mean time over reads and writes; <see langword="null"/> when a write-behind queue is saturated.</summary>
    public required TimeSpan? MeanOperation { get; init; }

    /// <summary>Mean time over reads and writes without a cache.</summary>
    public required TimeSpan UncachedOperation { get; init; }

    /// <summary>
    /// By how much the cache shortens an operation: uncached / cached; less than 1 when it lengthens it, <see langword="null"/>
    /// when saturated. It is the factor of the throughput too, but only where the concurrency is fixed and the store is not the
    /// bottleneck (Little's law), which the document that this corrects left out; where the store is, see <see cref="StoreShare"/>.
    /// </summary>
    public double? LatencyFactor => UncachedOperation / MeanOperation;

    /// <summary>
    /// Share of the operations that still reach the store: misses and writes. A store that is the bottleneck carries
    /// 1 / this share times the operations it did, whatever the latencies.
    /// </summary>
    public required double StoreShare { get; init; }

    /// <summary>The queue; <see langword="null"/> unless the strategy is <see cref="CacheStrategy.WriteBehind"/>.</summary>
    public WriteBehindEstimate? WriteBehind { get; init; }
}

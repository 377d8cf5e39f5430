
namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>
/// What a cache does to reads and writes under each strategy, before it is built. Immutable.
/// <para>
/// The times are sums over the steps of an operation, so they hold for any distribution. A miss costs the lookup that found
/// nothing, the store and the fill, in every strategy: with 1 ms for the cache, 20 ms for the store and half of the reads found,
/// a read takes 1 + 0.5 * (20 + 1) = 11.5 ms. The document that this corrects left the lookup and the fill out (10.5 ms), took
/// reads under write-through and write-behind for hits whatever the hit ratio (1 ms), and wrote to store and cache at once
/// even when one after the other was meant (20 for 21 ms).
/// </para>
/// </summary>
public sealed class CacheModel
{
    private readonly CacheModelOptions _options;
    private readonly double _missPenalty;

    /// <summary>A model of a cache before a store.</summary>
    /// <param name="options">What they cost.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> is out of its range.</exception>
    public CacheModel(CacheModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Checked.Share(options.HitRatio);
        Checked.Share(options.WriteShare);
        Checked.NotNegative(options.Lookup);
        Checked.NotNegative(options.Fill);
        Checked.NotNegative(options.Remove ?? TimeSpan.Zero, $"{nameof(options)}.{nameof(options.Remove)}");
        Checked.Positive(options.StoreRead);
        Checked.Positive(options.StoreWrite);
        _options = options;
        _missPenalty = options.StoreRead.TotalSeconds + options.Fill.TotalSeconds;
    }

    /// <summary>The times under a strategy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="strategy"/> is not a defined strategy, or a property of the write-behind options is out of its range.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="strategy"/> is <see cref="CacheStrategy.WriteBehind"/> and the options have no queue.
    /// </exception>
    public CacheEstimate Estimate(CacheStrategy strategy)
    {
        var queue = strategy == CacheStrategy.WriteBehind ? QueueOf(strategy) : null;
        var misses = 1 - _options.HitRatio;
        var read = _options.Lookup.TotalSeconds + (misses * _missPenalty);
        var write = WriteSeconds(strategy, queue);
        return new CacheEstimate
        {
            Strategy = strategy,
            Hit = _options.Lookup,
            Miss = Checked.Duration(_options.Lookup.TotalSeconds + _missPenalty),
            MeanRead = Checked.Duration(read),
            MeanWrite = write is { } seconds ? Checked.Duration(seconds) : null,
            MeanOperation = Mixed(read, write) is { } mean ? Checked.Duration(mean) : null,
            UncachedOperation = Checked.Duration(UncachedSeconds),
            StoreShare = ((1 - _options.WriteShare) * misses) + _options.WriteShare,
            WriteBehind = queue,
        };
    }

    /// <summary>
    /// The hit ratio from which on the cache shortens the mean operation: where (1 - w) (lookup + (1 - h) (read + fill)) + w * write
    /// equals (1 - w) read + w * write of the store. For reads alone it is (lookup + fill) / (read + fill).
    /// </summary>
    /// <returns>0 to 1; <see langword="null"/> when no hit ratio does, as when there are too many writes.</returns>
    /// <inheritdoc cref="Estimate"/>
    public double? BreakEvenHitRatio(CacheStrategy strategy)
    {
        var queue = strategy == CacheStrategy.WriteBehind ? QueueOf(strategy) : null;
        if (Mixed(_options.Lookup.TotalSeconds + _missPenalty, WriteSeconds(strategy, queue)) is not { } withoutHits)
        {
            return null;
        }

        // Each hit ratio point saves the penalty of that share of the reads.
        var loss = withoutHits - UncachedSeconds;
        var saving = (1 - _options.WriteShare) * _missPenalty;
        if (loss <= 0)
        {
            return 0;
        }

        return loss <= saving ? loss / saving : null;
    }

    private double UncachedSeconds => Mixed(_options.StoreRead.TotalSeconds, _options.StoreWrite.TotalSeconds)!.Value;

    private double? Mixed(double read, double? write) =>
        ((1 - _options.WriteShare) * read) + (_options.WriteShare == 0 ? 0 : _options.WriteShare * write);

    private double? WriteSeconds(CacheStrategy strategy, WriteBehindEstimate? queue)
    {
        var store = _options.StoreWrite.TotalSeconds;
        var fill = _options.Fill.TotalSeconds;
        return strategy switch
        {
            CacheStrategy.LookAside or CacheStrategy.ReadThrough => store + (_options.Remove ?? _options.Fill).TotalSeconds,
            CacheStrategy.WriteThroughSerial => store + fill,
            CacheStrategy.WriteThroughParallel => Math.Max(store, fill),
            CacheStrategy.WriteBehind => fill + queue!.MeanWait?.TotalSeconds,
            _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "Must be a defined strategy."),
        };
    }

    private WriteBehindEstimate QueueOf(CacheStrategy strategy) => WriteBehindQueue.Estimate(
        _options.WriteBehind ?? throw new ArgumentException("Write-behind needs CacheModelOptions.WriteBehind.", nameof(strategy)),
        missRatio: 1 - _options.HitRatio);
}

using System.Globalization;
using PerfAnalyzers.Runtime.Planning.Caching;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>A cache, by <see cref="CacheModel"/>.</summary>
public sealed class CachingCandidate : OptimizationCandidate
{
    private readonly CacheEstimate _estimate;
    private readonly double _hitRatio;

    /// <summary>A cache with a strategy.</summary>
    /// <param name="options">What cache and store cost, with the hit ratio that is expected.</param>
    /// <param name="strategy">How they are kept together.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">The strategy is write-behind and the options have no queue.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> or the strategy is out of its
    /// range.</exception>
    public CachingCandidate(CacheModelOptions options, CacheStrategy strategy = CacheStrategy.LookAside)
        : base(Optimization.Caching)
    {
        var model = new CacheModel(options);
        _estimate = model.Estimate(strategy);
        _hitRatio = options.HitRatio;
        FlipHitRatio = model.BreakEvenHitRatio(strategy);
    }

    /// <summary>The hit ratio from which on the cache shortens the mean operation; <see langword="null"/> when none does.</summary>
    public double? FlipHitRatio { get; }

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(_estimate.UncachedOperation.TotalSeconds, _estimate.MeanOperation?.TotalSeconds ?? double.PositiveInfinity),
        1 / Math.Max(_estimate.StoreShare, 1e-9),
        FlipHitRatio is { } flip
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{_estimate.StoreShare:P0} of the operations still reach the store; "
                + $"the cache pays from a hit ratio of {flip:P0} on, and {_hitRatio:P0} is expected.")
            : "No hit ratio makes up for what the cache adds.");
}

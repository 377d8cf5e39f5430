using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>A pool of connections or other costly things, as an M/M/c queue (<see cref="MultiServerQueue"/>).</summary>
public sealed class PoolingCandidate : OptimizationCandidate
{
    private readonly MultiServerQueue _pool;
    private readonly TimeSpan _creation;
    private readonly TimeSpan _hold;

    /// <summary>A pool of a size.</summary>
    /// <param name="creationTime">Time to make one, which each use costs without the pool; zero or more.</param>
    /// <param name="holdTime">Time for which a use keeps one; more than zero.</param>
    /// <param name="usesPerSecond">More than zero.</param>
    /// <param name="size">The pool's size; 1 to <see cref="MultiServerQueue.MaxServers"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public PoolingCandidate(TimeSpan creationTime, TimeSpan holdTime, double usesPerSecond, int size)
        : base(Optimization.Pooling)
    {
        _creation = Checked.NotNegative(creationTime);
        _hold = Checked.Positive(holdTime);
        _pool = new MultiServerQueue(Checked.Servers(size), Checked.Positive(usesPerSecond), holdTime);
    }

    /// <summary>
    /// The smallest pool whose mean wait is no longer than making one: a smaller pool is slower than none. At least rate * hold
    /// time + 1, by Little's law.
    /// </summary>
    public int FlipSize =>
        MultiServerQueue.Smallest(_pool.ArrivalsPerSecond, _hold, pool => pool.MeanWait <= _creation)?.Servers
            ?? MultiServerQueue.MaxServers;

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(_creation.TotalSeconds, _pool.MeanWaitSeconds),
        _pool.IsStable ? 1 + (_creation / _hold) : 1 / _pool.Utilization,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Making one costs {_creation.TotalMilliseconds:G4} ms on each use; "
            + $"the pool of {_pool.Servers} is {_pool.Utilization:P0} busy, and one of fewer than {FlipSize} is slower than none."));
}

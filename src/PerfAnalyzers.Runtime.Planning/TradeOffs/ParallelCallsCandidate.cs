using System.Globalization;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>
/// Calls that need nothing of each other, awaited together and not one after the other. A request then takes as long as the
/// longest, and needs as many of whatever it calls at once. The work is the same, so the capacity is: it pays in latency until what
/// is called saturates.
/// </summary>
public sealed class ParallelCallsCandidate : OptimizationCandidate
{
    private readonly double[] _seconds;

    /// <summary>Independent calls of one request.</summary>
    /// <param name="calls">How long each takes in the mean; at least one, zero or more each.</param>
    /// <exception cref="ArgumentNullException"><paramref name="calls"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="calls"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A call takes less than zero.</exception>
    public ParallelCallsCandidate(IEnumerable<TimeSpan> calls)
        : base(Optimization.Concurrency)
    {
        ArgumentNullException.ThrowIfNull(calls);
        _seconds = [.. calls.Select(call => Checked.NotNegative(call, nameof(calls)).TotalSeconds)];
        if (_seconds.Length == 0)
        {
            throw new ArgumentException("There is nothing to do in parallel without calls.", nameof(calls));
        }
    }

    /// <inheritdoc/>
    public override OptimizationEffect Estimate() => new(
        Saved(_seconds.Sum(), _seconds.Max()),
        CapacityFactor: 1,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_seconds.Length} independent calls take {_seconds.Max() * 1000:G4} ms together "
            + $"and {_seconds.Sum() * 1000:G4} ms one after the other, until what they call saturates."));
}

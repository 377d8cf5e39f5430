
namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>An optimisation with the figures of one application, which say what it would do there. Immutable.</summary>
public abstract class OptimizationCandidate
{
    private protected OptimizationCandidate(Optimization kind) => Kind = kind;

    /// <summary>The optimisation.</summary>
    public Optimization Kind { get; }

    /// <summary>What it would do.</summary>
    public abstract OptimizationEffect Estimate();

    // Differences of means that may be infinite, where a queue grows without end.
    private protected static TimeSpan Saved(double secondsWithout, double secondsWith) => (secondsWithout, secondsWith) switch
    {
        (double.PositiveInfinity, double.PositiveInfinity) => TimeSpan.Zero,
        (double.PositiveInfinity, _) => TimeSpan.MaxValue,
        (_, double.PositiveInfinity) => TimeSpan.MinValue,
        _ => secondsWithout >= secondsWith
            ? Checked.Duration(secondsWithout - secondsWith)
            : -Checked.Duration(secondsWith - secondsWithout),
    };
}

using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>
/// What to do about measured figures that miss their targets: of the optimisations whose figures are known, those that help where
/// it is needed, best first. Computed from the application's own figures, not looked up by name. Immutable.
/// </summary>
public sealed class OptimizationAdvice
{
    private OptimizationAdvice(
        PerformanceVerdict verdict, IReadOnlyList<OptimizationProposal> recommended, IReadOnlyList<OptimizationProposal> declined)
    {
        Verdict = verdict;
        Recommended = recommended;
        Declined = declined;
    }

    /// <summary>What the targets say about the figures.</summary>
    public PerformanceVerdict Verdict { get; }

    /// <summary>
    /// The optimisations that help, best first: by the latency saved where the latency is missed, by the capacity where the throughput
    /// is, by both factors multiplied where both are. None when the targets are met or the data do not suffice: then there
    /// is nothing to mend, or first something to measure.
    /// </summary>
    public IReadOnlyList<OptimizationProposal> Recommended { get; }

    /// <summary>The candidates that do not help with what is missed, with their reasons.</summary>
    public IReadOnlyList<OptimizationProposal> Declined { get; }

    /// <summary>Judges the figures and ranks the candidates.</summary>
    /// <param name="latency">The durations, as for <see cref="PerformanceTargets.Evaluate"/>.</param>
    /// <param name="throughput">What was completed.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="candidates">Optimisations with the application's figures.</param>
    /// <param name="offeredPerSecond">The rate at which requests arrived, where known.</param>
    /// <exception cref="ArgumentNullException">An argument or a candidate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target or an argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">No target is set.</exception>
    public static OptimizationAdvice Recommend(
        LatencySnapshot latency,
        ThroughputRate throughput,
        PerformanceTargets targets,
        IEnumerable<OptimizationCandidate> candidates,
        double? offeredPerSecond = null)
    {
        ArgumentNullException.ThrowIfNull(latency);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(candidates);
        var verdict = targets.Evaluate(latency, throughput, offeredPerSecond);
        var ranked = candidates
            .Select(candidate => candidate ?? throw new ArgumentNullException(nameof(candidates)))
            .Select(candidate => new OptimizationProposal(candidate, candidate.Estimate()))
            .Select(each => (Proposal: each, Gain: GainOf(each.Effect, verdict.Kind, latency)))
            .OrderByDescending(each => each.Gain)
            .ToLookup(each => each.Gain > 0, each => each.Proposal);
        return new OptimizationAdvice(verdict, [.. ranked[true]], [.. ranked[false]]);
    }

    // Zero or less for what does not help.
    private static double GainOf(OptimizationEffect effect, VerdictKind verdict, LatencySnapshot latency) => verdict switch
    {
        VerdictKind.Latency => effect.LatencySaved.TotalSeconds,
        VerdictKind.Throughput => effect.CapacityFactor - 1,
        VerdictKind.Both => (LatencyFactor(effect, latency) * effect.CapacityFactor) - 1,
        _ => 0,
    };

    // Before over after, of the mean; a saving of all of it counts as to a hundredth.
    private static double LatencyFactor(OptimizationEffect effect, LatencySnapshot latency)
    {
        var before = latency.MeanNanoseconds / 1e9;
        return before / Math.Max(before / 100, before - effect.LatencySaved.TotalSeconds);
    }
}

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>An optimisation that would help, or one that would not.</summary>
/// <param name="Candidate">The optimisation with the application's figures.</param>
/// <param name="Effect">What it would do.</param>
public sealed record OptimizationProposal(OptimizationCandidate Candidate, OptimizationEffect Effect)
{
    /// <summary>The optimisation and the reason.</summary>
    public override string ToString() => $"{Candidate.Kind}: {Effect.Reason}";
}

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>What an optimisation does to latency and throughput, and where that turns round.</summary>
/// <param name="Kind">The optimisation.</param>
/// <param name="Latency">What it does to latency.</param>
/// <param name="Throughput">What it does to throughput.</param>
/// <param name="FlipsWhen">The point where it does more harm than good, as a formula.</param>
/// <param name="ComputedBy">The member that computes that point.</param>
/// <param name="Figures">Measured effects, with their source.</param>
public sealed record TradeOff(
    Optimization Kind,
    string Latency,
    string Throughput,
    string FlipsWhen,
    string ComputedBy,
    IReadOnlyList<TradeOffFigure> Figures);

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>What an optimisation would do, as its formulas predict.</summary>
/// <param name="LatencySaved">
/// Time saved per request in the mean, negative when it takes longer; <see cref="TimeSpan.MaxValue"/> where without it the queue
/// grows without end, <see cref="TimeSpan.MinValue"/> where with it.
/// </param>
/// <param name="CapacityFactor">
/// What the resource it relieves carries, in relation to without it: 1 for no change. The service gains as much only where that
/// resource is its bottleneck.
/// </param>
/// <param name="Reason">The figures in words, with the point where the effect turns round.</param>
public sealed record OptimizationEffect(TimeSpan LatencySaved, double CapacityFactor, string Reason);

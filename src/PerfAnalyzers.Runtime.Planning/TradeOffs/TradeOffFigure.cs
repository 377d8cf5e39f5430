namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>A measured effect of an optimisation.</summary>
/// <param name="What">What was measured and how.</param>
/// <param name="Without">The figure without the optimisation.</param>
/// <param name="With">The figure with it.</param>
/// <param name="Unit">Unit of both.</param>
public sealed record TradeOffFigure(string What, double Without, double With, string Unit)
{
    /// <summary>Where and when it was measured.</summary>
    public string Source { get; init; } = TradeOffCatalogue.Measurements;
}

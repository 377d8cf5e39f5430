namespace PerfAnalyzers.Runtime.Planning;

/// <summary>Room between a load and what the system should carry at most.</summary>
/// <param name="Bottleneck">The resource that sets the limit.</param>
/// <param name="ThroughputPerSecond">Requests per second now.</param>
/// <param name="LimitPerSecond">Requests per second at which the bottleneck is as busy as it may be.</param>
public readonly record struct CapacityHeadroom(ResourceDemand Bottleneck, double ThroughputPerSecond, double LimitPerSecond)
{
    /// <summary>Requests per second still to come; negative when the load is beyond the limit.</summary>
    public double SparePerSecond => LimitPerSecond - ThroughputPerSecond;

    /// <summary>By how much the load may grow, as a factor; infinite without load.</summary>
    public double GrowthFactor => LimitPerSecond / ThroughputPerSecond;
}

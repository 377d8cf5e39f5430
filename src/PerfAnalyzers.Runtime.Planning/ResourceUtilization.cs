namespace PerfAnalyzers.Runtime.Planning;

/// <summary>How busy a resource is.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Utilization">Share of its capacity in use, 0 to 1; more than 1 where the load exceeds the capacity.</param>
public readonly record struct ResourceUtilization(ResourceDemand Resource, double Utilization);

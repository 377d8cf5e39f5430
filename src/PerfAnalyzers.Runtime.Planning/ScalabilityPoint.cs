namespace PerfAnalyzers.Runtime.Planning;

/// <summary>A measured throughput.</summary>
/// <param name="Concurrency">Users, threads or processors under which it was measured; finite and 1 or more.</param>
/// <param name="ThroughputPerSecond">Mean throughput, in any unit that is the same for all points; finite and more than zero.</param>
public readonly record struct ScalabilityPoint(double Concurrency, double ThroughputPerSecond);

namespace PerfAnalyzers.Runtime.Throughput;

/// <summary>A number of events and the time in which they came.</summary>
/// <param name="Count">Number of events.</param>
/// <param name="Elapsed">The true time, which may differ from the window asked for: see <see cref="ThroughputMeter"/>.</param>
public readonly record struct ThroughputRate(long Count, TimeSpan Elapsed)
{
    /// <summary>Events per second; 0 while no time has passed.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Count / Elapsed.TotalSeconds : 0;

    /// <summary>Events per minute; 0 while no time has passed.</summary>
    public double PerMinute => PerSecond * 60;
}

namespace PerfAnalyzers.Runtime.Tests.Latency;

/// <summary>A clock that counts so many ticks per second.</summary>
internal sealed class ClockOf(long frequency) : TimeProvider
{
    public override long TimestampFrequency => frequency;
}

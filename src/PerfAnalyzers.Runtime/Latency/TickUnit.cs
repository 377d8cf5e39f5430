namespace PerfAnalyzers.Runtime.Latency;

/// <summary>A clock's tick length, with its conversions.</summary>
internal readonly struct TickUnit
{
    /// <summary>Ticks of a <see cref="TimeSpan"/>: 100 ns.</summary>
    public static readonly TickUnit TimeSpan = new(System.TimeSpan.TicksPerSecond);

    public static readonly TickUnit Nanosecond = new(1_000_000_000);

    private readonly long _wholeNanosecondsPerTick;

    public TickUnit(long ticksPerSecond)
    {
        TicksPerSecond = ticksPerSecond;
        _wholeNanosecondsPerTick = 1_000_000_000 % ticksPerSecond == 0 ? 1_000_000_000 / ticksPerSecond : 0;
    }

    public double TicksPerSecond { get; }

    /// <summary>
    /// Nanoseconds of a duration within the histogram's range; exact unless a tick is not a whole number of nanoseconds,
    /// then rounded to the nearest.
    /// </summary>
    public long ToNanoseconds(long ticks) => _wholeNanosecondsPerTick != 0
        ? ticks * _wholeNanosecondsPerTick
        : (long)Math.Round(ticks * (ExponentialBuckets.NanosecondsPerSecond / TicksPerSecond));
}

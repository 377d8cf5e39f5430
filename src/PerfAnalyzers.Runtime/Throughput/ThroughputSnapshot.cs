namespace PerfAnalyzers.Runtime.Throughput;

/// <summary>What a <see cref="ThroughputMeter"/> knew at one moment. Immutable, so safe to share between threads.</summary>
public sealed class ThroughputSnapshot
{
    private readonly ThroughputSample _now;
    private readonly TimeProvider _clock;

    internal ThroughputSnapshot(ThroughputSample now, TimeProvider clock)
    {
        _now = now;
        _clock = clock;
    }

    /// <summary>Number of events since the meter's start.</summary>
    public long Total => _now.Total;

    /// <summary>The mean rate over the meter's life.</summary>
    public ThroughputRate SinceStart { get; internal init; }

    /// <summary>The rate over the last second; <see cref="ThroughputRate.Elapsed"/> is the true time.</summary>
    public ThroughputRate LastSecond { get; internal init; }

    /// <summary>The rate over the last 10 seconds; <see cref="ThroughputRate.Elapsed"/> is the true time.</summary>
    public ThroughputRate Last10Seconds { get; internal init; }

    /// <summary>The rate over the last minute; <see cref="ThroughputRate.Elapsed"/> is the true time.</summary>
    public ThroughputRate LastMinute { get; internal init; }

    /// <summary>The rate over the last 15 minutes; <see cref="ThroughputRate.Elapsed"/> is the true time.</summary>
    public ThroughputRate Last15Minutes { get; internal init; }

    /// <summary>
    /// The highest rate per second that any sample saw over its last second (or over the time since the sample before, when that
    /// was longer). A peak between two samples further apart is averaged over their distance.
    /// </summary>
    public double PeakPerSecond { get; internal init; }

    /// <summary>
    /// Events per second, exponentially weighted with a time constant of one minute: after a minute a change is seen to 63 %,
    /// as in the one-minute load average of Unix.
    /// </summary>
    public double EwmaPerSecond { get; internal init; }

    /// <summary>The rate between an earlier snapshot of the same meter and this one: any window, however long.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="earlier"/> is later than this snapshot.</exception>
    public ThroughputRate Since(ThroughputSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier._now.Timestamp > _now.Timestamp || earlier.Total > Total)
        {
            throw new ArgumentException("Must be an earlier snapshot of the same meter.", nameof(earlier));
        }

        return new ThroughputRate(Total - earlier.Total, _clock.GetElapsedTime(earlier._now.Timestamp, _now.Timestamp));
    }
}

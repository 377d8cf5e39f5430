using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Throughput;

/// <summary>
/// Counts events and answers at which rate they came. Counting is one atomic addition on memory that other processors rarely
/// touch, and reads no clock.
/// <para>
/// There is no thread or timer behind it: the meter learns how many events there were at which time when it is asked, by
/// <see cref="Sample"/> or <see cref="RateOver"/>. A rate is therefore taken from the last sample at or before the beginning of
/// the window, and <see cref="ThroughputRate.Elapsed"/> says how long that was: never less than the window, and with regular
/// sampling at most one sample more. Count and elapsed time are exact, so the rate is the true mean over that time.
/// Sample as often as rates should be fine, for example each second.
/// </para>
/// <para>
/// Memory is constant (20 KB): samples are kept 100 ms apart for 12 seconds and 1 s apart for 15 minutes.
/// All members are safe to call from any thread.
/// </para>
/// </summary>
/// <remarks>
/// Corrects a rate that divides the events of a window by its whole length from the first second on, and keeps every event to do so.
/// </remarks>
public sealed class ThroughputMeter
{
    /// <summary>The longest window of <see cref="RateOver"/>: 15 minutes.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SmoothingTime = TimeSpan.FromMinutes(1);

    private readonly object _sampling = new();
    private readonly StripedCounter _counter = new(ProcessorStripes.Count);
    private readonly TimeProvider _clock;
    private readonly ThroughputSample _start;
    private readonly SampleHistory _fine;
    private readonly SampleHistory _coarse;
    private ThroughputSample _last;
    private double _decayedRate;
    private double _peakPerSecond;

    /// <summary>Starts a meter at zero events, now.</summary>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    public ThroughputMeter(TimeProvider? timeProvider = null)
    {
        _clock = timeProvider ?? TimeProvider.System;
        _start = _last = new ThroughputSample(_clock.GetTimestamp(), 0);
        _fine = new SampleHistory(capacity: 128, Ticks(TimeSpan.FromMilliseconds(100)));
        _coarse = new SampleHistory(capacity: 912, Ticks(OneSecond));
    }

    /// <summary>Number of events since the start.</summary>
    public long Total => _counter.Sum;

    /// <summary>Counts one event.</summary>
    public void Mark() => _counter.Increment();

    /// <summary>Counts events.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void Mark(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _counter.Add(count);
    }

    /// <summary>Notes the number of events now and answers the rates up to now.</summary>
    public ThroughputSnapshot Sample()
    {
        lock (_sampling)
        {
            var now = TakeSample();
            return new ThroughputSnapshot(now, _clock)
            {
                SinceStart = RateBetween(_start, now),
                LastSecond = RateUpTo(now, OneSecond),
                Last10Seconds = RateUpTo(now, TimeSpan.FromSeconds(10)),
                LastMinute = RateUpTo(now, TimeSpan.FromMinutes(1)),
                Last15Minutes = RateUpTo(now, MaxWindow),
                PeakPerSecond = _peakPerSecond,
                EwmaPerSecond = EwmaPerSecond(now),
            };
        }
    }

    /// <summary>Notes the number of events now and answers the rate over the last <paramref name="window"/>.</summary>
    /// <param name="window">
    /// More than zero, at most <see cref="MaxWindow"/>; for longer windows keep a snapshot and use
    /// <see cref="ThroughputSnapshot.Since"/>. A meter younger than the window answers for its true age.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is not in that range.</exception>
    public ThroughputRate RateOver(TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, MaxWindow);
        lock (_sampling)
        {
            return RateUpTo(TakeSample(), window);
        }
    }

    private ThroughputSample TakeSample()
    {
        var now = new ThroughputSample(Math.Max(_clock.GetTimestamp(), _last.Timestamp), _counter.Sum);
        Smooth(now);
        NotePeak(now);
        _fine.Add(now);
        _coarse.Add(now);
        return now;
    }

    private ThroughputRate RateUpTo(ThroughputSample now, TimeSpan window)
    {
        var begin = now.Timestamp - Ticks(window);
        var anchor = _start;
        foreach (var history in (ReadOnlySpan<SampleHistory>)[_coarse, _fine])
        {
            if (history.LastAtOrBefore(begin) is { } sample && sample.Timestamp > anchor.Timestamp)
            {
                anchor = sample;
            }
        }

        return RateBetween(anchor, now);
    }

    // Exponential smoothing for samples at any distance (Eckner, "Algorithms for Unevenly Spaced Time Series", 2017): what came
    // between two samples counts with the weight 1 - e^(-dt/tau), as a steady rate over that time would.
    private void Smooth(ThroughputSample now)
    {
        var rate = RateBetween(_last, now);
        if (rate.Elapsed > TimeSpan.Zero)
        {
            var kept = Math.Exp(-(rate.Elapsed / SmoothingTime));
            _decayedRate = (_decayedRate * kept) + (rate.PerSecond * (1 - kept));
            _last = now;
        }
    }

    // The weights add up to 1 - e^(-age/tau): dividing by it keeps a young meter from starting at zero.
    private double EwmaPerSecond(ThroughputSample now)
    {
        var age = RateBetween(_start, now).Elapsed;
        return age > TimeSpan.Zero ? _decayedRate / (1 - Math.Exp(-(age / SmoothingTime))) : 0;
    }

    // A full second at least, or two events a microsecond apart would be a peak of a million.
    private void NotePeak(ThroughputSample now)
    {
        var rate = RateUpTo(now, OneSecond);
        _peakPerSecond = Math.Max(_peakPerSecond, rate.Elapsed < OneSecond ? rate.Count : rate.PerSecond);
    }

    private ThroughputRate RateBetween(ThroughputSample earlier, ThroughputSample later) =>
        new(later.Total - earlier.Total, _clock.GetElapsedTime(earlier.Timestamp, later.Timestamp));

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);
}

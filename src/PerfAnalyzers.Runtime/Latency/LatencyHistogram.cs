using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Counts durations in buckets so fine (0.54 % wide) that every percentile is known to <see cref="LatencySnapshot.ErrorBound"/>,
/// in memory that depends on the spread of the durations and not on their number: 1.3 KB per doubling and processor
/// (at most 8), 15 KB per processor from 1 ms to 1 s.
/// <para>
/// Recording is one atomic increment on memory that other processors rarely touch; it takes no lock, reads no clock unless the
/// member says so, and never throws for a duration, whatever its value: negative ones are recorded as zero, those above
/// 2^16 s (18.2 h) as 2^16 s, and both are counted. It allocates only when a processor meets a power of two (in ticks of the clock) for the
/// first time.
/// </para>
/// <para>
/// Counts only ever grow: there is no reset to coordinate. Take a snapshot now and one later, and
/// <see cref="LatencySnapshot.Subtract"/> gives what happened between. All members are safe to call from any thread.
/// </para>
/// </summary>
public sealed class LatencyHistogram
{
    private readonly TimeProvider _clock;
    private readonly TickUnit _timestampUnit;
    private readonly bool _exactSum;

    // Most durations need no correction and are in both views, so they are counted once, here.
    private readonly BucketStore _both;
    private BucketStore? _onlyMeasured;
    private BucketStore? _onlyCorrected;

    // The usual options are inlined where durations are recorded, and so have all it takes here. With others, no ticks are usual.
    private readonly long[]?[]? _pages;
    private readonly ulong _firstUnusualTicks;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="options">How to record; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">
    /// The clock whose <see cref="TimeProvider.GetTimestamp"/> values this histogram is given; <see langword="null"/> for
    /// <see cref="TimeProvider.System"/>, whose timestamps are those of <see cref="System.Diagnostics.Stopwatch"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The <see cref="TimeProvider.TimestampFrequency"/> of the clock is zero or
    /// negative.</exception>
    public LatencyHistogram(LatencyHistogramOptions? options = null, TimeProvider? timeProvider = null)
    {
        _clock = timeProvider ?? TimeProvider.System;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_clock.TimestampFrequency, nameof(timeProvider));
        _timestampUnit = TickUnit.Of(_clock.TimestampFrequency);
        _exactSum = options?.ExactSum ?? false;
        _both = NewStripedBuckets();
        _pages = (_both as StripedBuckets)?.Pages;
        _firstUnusualTicks = _pages is null || _exactSum ? 0 : _timestampUnit.FirstUnusual;
    }

    /// <summary>Records a duration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(TimeSpan elapsed)
    {
        if (_timestampUnit.TryConvert(elapsed, out var timestampTicks))
        {
            RecordTimestampTicks(timestampTicks);
        }
        else
        {
            _both.Record(elapsed.Ticks, TickUnit.TimeSpan);
        }
    }

    /// <summary>
    /// Records a duration in timestamp ticks: the difference of two <see cref="TimeProvider.GetTimestamp"/> (or
    /// <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>) values. These are not <see cref="TimeSpan.Ticks"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RecordTimestampTicks(long elapsedTimestampTicks)
    {
        var octave = TickUnit.OctaveOf(elapsedTimestampTicks);
        if ((ulong)elapsedTimestampTicks >= _firstUnusualTicks
            || !StripedBuckets.TryIncrement(_pages!, octave, _timestampUnit.SlotOf(elapsedTimestampTicks, octave)))
        {
            RecordOtherwise(elapsedTimestampTicks);
        }
    }

    /// <summary>Records a duration in seconds, which is not NaN.</summary>
    internal void RecordSeconds(double seconds)
    {
        if (SecondsUnit.Holds(seconds))
        {
            var nanoseconds = _exactSum ? (UInt128)Math.Round(seconds * ExponentialBuckets.NanosecondsPerSecond) : 0;
            _both.RecordMany(SecondsUnit.CellOf(seconds), 1, nanoseconds);
        }
        else if (seconds is > 0 and < 1)
        {
            // Less than a nanosecond, to which it is rounded up.
            _both.RecordMany(0, 1, 1);
        }
        else
        {
            _both.RecordOutOfRange(seconds > 0 ? long.MaxValue : Math.Sign(seconds), SecondsUnit.Whole);
        }
    }

    /// <summary>Records the time from <paramref name="startTimestamp"/> (<see cref="TimeProvider.GetTimestamp"/>) to now.</summary>
    public void RecordSince(long startTimestamp) => RecordTimestampTicks(_clock.GetTimestamp() - startTimestamp);

    /// <summary>
    /// Records a duration measured by a caller that sends the next request only after the answer, when one was due every
    /// <paramref name="expectedInterval"/>. A slow answer kept the requests behind it from being sent and so from being measured
    /// (coordinated omission). The corrected view gets them: elapsed - interval, elapsed - 2 * interval, ... down to the interval,
    /// as HdrHistogram's recordValueWithExpectedInterval does. The measured view gets <paramref name="elapsed"/> alone.
    /// </summary>
    /// <remarks>Where intended start times are known, <see cref="RecordFromIntendedStart(long, long)"/> is exact; this is an
    /// estimate.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expectedInterval"/> is zero or negative.</exception>
    public void RecordWithExpectedInterval(TimeSpan elapsed, TimeSpan expectedInterval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(expectedInterval, TimeSpan.Zero);
        Record(elapsed);
        if (elapsed >= expectedInterval && elapsed - expectedInterval >= expectedInterval)
        {
            OmittedRequests.Record(Store(ref _onlyCorrected), elapsed, expectedInterval);
        }
    }

    /// <summary>
    /// Records a request of a load that is sent on a schedule. The corrected view gets the time from when the request should
    /// have been sent to now, so that waiting behind slow requests counts; the measured view gets the time from
    /// <paramref name="startTimestamp"/>, when it was sent. A request sent early counts from when it was sent in both.
    /// </summary>
    /// <param name="intendedStartTimestamp">When the schedule wanted it sent (<see cref="TimeProvider.GetTimestamp"/>).</param>
    /// <param name="startTimestamp">When it was sent.</param>
    public void RecordFromIntendedStart(long intendedStartTimestamp, long startTimestamp) =>
        RecordFromIntendedStart(intendedStartTimestamp, startTimestamp, _clock.GetTimestamp());

    /// <inheritdoc cref="RecordFromIntendedStart(long, long)"/>
    /// <param name="intendedStartTimestamp">When the schedule wanted it sent (<see cref="TimeProvider.GetTimestamp"/>).</param>
    /// <param name="startTimestamp">When it was sent.</param>
    /// <param name="endTimestamp">When it was done, in place of now.</param>
    public void RecordFromIntendedStart(long intendedStartTimestamp, long startTimestamp, long endTimestamp)
    {
        if (intendedStartTimestamp >= startTimestamp)
        {
            RecordTimestampTicks(endTimestamp - startTimestamp);
            return;
        }

        Store(ref _onlyMeasured).Record(endTimestamp - startTimestamp, _timestampUnit);
        Store(ref _onlyCorrected).Record(endTimestamp - intendedStartTimestamp, _timestampUnit);
    }

    /// <summary>The durations as measured. Waits for no writer; records under way may or may not be in it.</summary>
    public LatencySnapshot GetSnapshot() => _both.Read(Volatile.Read(ref _onlyMeasured));

    /// <summary>
    /// The durations corrected for coordinated omission. Equal to <see cref="GetSnapshot"/> unless
    /// <see cref="RecordWithExpectedInterval"/> or <see cref="RecordFromIntendedStart(long, long)"/> found something to correct.
    /// </summary>
    public LatencySnapshot GetCorrectedSnapshot() => _both.Read(Volatile.Read(ref _onlyCorrected));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordOtherwise(long timestampTicks)
    {
        if (_timestampUnit.Holds(timestampTicks))
        {
            var octave = TickUnit.OctaveOf(timestampTicks);
            var slot = (int)_timestampUnit.SlotOf(timestampTicks, octave);
            _both.Add(octave, slot, 1, _exactSum ? _timestampUnit.ToNanoseconds(timestampTicks) : 0);
        }
        else
        {
            _both.RecordOutOfRange(timestampTicks, _timestampUnit);
        }
    }

    private StripedBuckets NewStripedBuckets() => new(_timestampUnit, _exactSum, ProcessorStripes.Count);

    // Corrections are rare: they go to processors, whatever the options.
    private BucketStore Store(ref BucketStore? store)
    {
        if (Volatile.Read(ref store) is { } existing)
        {
            return existing;
        }

        var fresh = NewStripedBuckets();
        return Interlocked.CompareExchange(ref store, fresh, null) ?? fresh;
    }
}

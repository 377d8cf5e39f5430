using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Counts durations in buckets so fine (0.54 % wide) that every percentile is known to <see cref="LatencySnapshot.ErrorBound"/>,
/// in memory that depends on the spread of the durations and not on their number: 1.2 KB per doubling and processor
/// (at most 8), 12 KB per processor from 1 ms to 1 s.
/// <para>
/// Recording is one atomic increment on memory that other processors rarely touch; it takes no lock, reads no clock unless the
/// member says so, and never throws for a duration, whatever its value: negative ones are recorded as zero, those above
/// 2^16 s (18.2 h) as 2^16 s, and both are counted. It allocates only when a processor meets a power of two (in seconds) for the first time.
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
    private readonly StripedBuckets? _simple;
    private readonly ThreadBuckets? _perThread;
    private BucketStore? _onlyMeasured;
    private BucketStore? _onlyCorrected;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="options">How to record; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">
    /// The clock whose <see cref="TimeProvider.GetTimestamp"/> values this histogram is given; <see langword="null"/> for
    /// <see cref="TimeProvider.System"/>, whose timestamps are those of <see cref="System.Diagnostics.Stopwatch"/>.
    /// </param>
    public LatencyHistogram(LatencyHistogramOptions? options = null, TimeProvider? timeProvider = null)
    {
        _clock = timeProvider ?? TimeProvider.System;
        _timestampUnit = TickUnit.Of(_clock.TimestampFrequency);
        _exactSum = options?.ExactSum ?? false;
        _perThread = options?.PerThread == true ? new ThreadBuckets(_exactSum) : null;
        _both = _perThread ?? (BucketStore)new StripedBuckets(_exactSum, ProcessorStripes.OfThisMachine);

        // The usual options are inlined where durations are recorded.
        _simple = _exactSum ? null : _both as StripedBuckets;
    }

    /// <summary>Records a duration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(TimeSpan elapsed) => Record(elapsed.Ticks, TickUnit.TimeSpan);

    /// <summary>
    /// Records a duration in timestamp ticks: the difference of two <see cref="TimeProvider.GetTimestamp"/> (or
    /// <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>) values. These are not <see cref="TimeSpan.Ticks"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RecordTimestampTicks(long elapsedTimestampTicks) => Record(elapsedTimestampTicks, _timestampUnit);

    /// <summary>Records a duration in seconds, which is not NaN.</summary>
    internal void RecordSeconds(double seconds)
    {
        if (_simple is { } striped && SecondsUnit.Holds(seconds))
        {
            striped.Increment(SecondsUnit.CellOf(seconds));
        }
        else if (SecondsUnit.Holds(seconds))
        {
            _both.RecordMany(SecondsUnit.CellOf(seconds), 1, (UInt128)Math.Round(seconds * ExponentialBuckets.NanosecondsPerSecond));
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
    /// <remarks>Where intended start times are known, <see cref="RecordFromIntendedStart(long, long)"/> is exact; this is an estimate.</remarks>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Record(long ticks, TickUnit unit)
    {
        if (_simple is { } striped && unit.Holds(ticks))
        {
            striped.Increment(unit.CellOf(ticks));
        }
        else
        {
            RecordOtherwise(ticks, unit);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordOtherwise(long ticks, TickUnit unit)
    {
        if (!unit.Holds(ticks))
        {
            _both.RecordOutOfRange(ticks, unit);
        }
        else if (_perThread is { } threads)
        {
            threads.Record(unit.CellOf(ticks), _exactSum ? unit.ToNanoseconds(ticks) : 0);
        }
        else
        {
            _both.RecordMany(unit.CellOf(ticks), 1, (UInt128)unit.ToNanoseconds(ticks));
        }
    }

    // Corrections are rare: they go to processors, whatever the options.
    private BucketStore Store(ref BucketStore? store)
    {
        if (Volatile.Read(ref store) is { } existing)
        {
            return existing;
        }

        var fresh = new StripedBuckets(_exactSum, ProcessorStripes.OfThisMachine);
        return Interlocked.CompareExchange(ref store, fresh, null) ?? fresh;
    }
}

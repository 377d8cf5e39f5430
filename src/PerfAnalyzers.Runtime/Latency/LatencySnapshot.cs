using System.Globalization;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// What a <see cref="LatencyHistogram"/> held at one moment. Immutable, so safe to share between threads.
/// <para>
/// Durations are known by bucket: minimum, maximum, mean and every percentile are within <see cref="ErrorBound"/> (0.271 %) of
/// those of the recorded durations, counts are exact. Statistics of an empty snapshot are <see langword="null"/> (or
/// <see cref="double.NaN"/>), so that no comparison with a target holds by accident.
/// </para>
/// <para><see cref="TimeSpan"/> results are rounded to its 100 ns; the members in nanoseconds are not.</para>
/// </summary>
public sealed partial class LatencySnapshot
{
    private const double NanosecondsPerTick = 100;

    private readonly int _firstCell;
    private readonly long[] _counts;

    // At or below each cell, zero durations included: percentiles are a binary search.
    private readonly long[] _cumulative;

    internal LatencySnapshot(
        int firstCell,
        ReadOnlySpan<long> counts,
        long zeroCount,
        long negativeCount,
        long overflowCount,
        UInt128? sumNanoseconds)
    {
        var leading = counts.IndexOfAnyExcept(0);
        var length = counts.LastIndexOfAnyExcept(0) - leading + 1;
        _counts = leading < 0 ? [] : counts.Slice(leading, length).ToArray();
        _firstCell = leading < 0 ? 0 : firstCell + leading;
        ZeroCount = zeroCount;
        NegativeCount = negativeCount;
        OverflowCount = overflowCount;
        ExactSumNanoseconds = sumNanoseconds;

        Count = zeroCount;
        _cumulative = new long[_counts.Length];
        for (var i = 0; i < _counts.Length; i++)
        {
            Count = checked(Count + _counts[i]);
            _cumulative[i] = Count;
        }
    }

    /// <summary>A snapshot without durations: the neutral element of <see cref="Merge"/>.</summary>
    public static LatencySnapshot Empty { get; } = new(0, [], 0, 0, 0, sumNanoseconds: 0);

    /// <summary>
    /// Scale of the OpenTelemetry exponential histogram (values in seconds) that has the same buckets: 7, that is 128 buckets
    /// per doubling.
    /// </summary>
    public int Scale => ExponentialBuckets.Scale;

    /// <summary>
    /// The largest relative error of a reported duration: (b - 1) / (b + 1) with b = 2^(1/128), 0.00271.
    /// It holds for durations up to 2^16 s (18.2 h); longer ones are counted in <see cref="OverflowCount"/>.
    /// </summary>
    public double ErrorBound => ExponentialBuckets.ErrorBound;

    /// <summary>Number of durations.</summary>
    public long Count { get; }

    /// <summary>Number of durations of zero, including those counted in <see cref="NegativeCount"/>.</summary>
    public long ZeroCount { get; }

    /// <summary>Number of negative durations, which were recorded as zero.</summary>
    public long NegativeCount { get; }

    /// <summary>Number of durations above 2^16 s (18.2 h), which were recorded as 2^16 s.</summary>
    public long OverflowCount { get; }

    /// <summary>
    /// Sum of all durations in nanoseconds, exact (durations counted in <see cref="OverflowCount"/> as 2^16 s); <see langword="null"/>
    /// unless
    /// every histogram in this snapshot was made with <see cref="LatencyHistogramOptions.ExactSum"/>.
    /// </summary>
    /// <remarks>Records under way while the snapshot was taken may be in the sum and not in the count, or the reverse.</remarks>
    public UInt128? ExactSumNanoseconds { get; }

    /// <summary>Shortest duration, the representative of its bucket.</summary>
    public TimeSpan? Min => Percentile(0);

    /// <summary>Longest duration, the representative of its bucket.</summary>
    public TimeSpan? Max => Percentile(100);

    /// <inheritdoc cref="MeanNanoseconds"/>
    public TimeSpan? Mean => ToTimeSpan(MeanNanoseconds);

    /// <summary>The 50th percentile.</summary>
    public TimeSpan? Median => Percentile(50);

    /// <summary>The 90th percentile.</summary>
    public TimeSpan? P90 => Percentile(90);

    /// <summary>The 95th percentile.</summary>
    public TimeSpan? P95 => Percentile(95);

    /// <summary>The 99th percentile.</summary>
    public TimeSpan? P99 => Percentile(99);

    /// <summary>The 99.9th percentile.</summary>
    public TimeSpan? P999 => Percentile(99.9);

    /// <inheritdoc cref="StandardDeviationNanoseconds"/>
    public TimeSpan? StandardDeviation => ToTimeSpan(StandardDeviationNanoseconds);

    /// <summary>
    /// Arithmetic mean: exact with <see cref="ExactSumNanoseconds"/>, else from the buckets and within <see cref="ErrorBound"/>.
    /// </summary>
    public double MeanNanoseconds
    {
        get
        {
            if (Count == 0)
            {
                return double.NaN;
            }

            double estimate = 0, lowest = 0, highest = 0;
            foreach (var bucket in Buckets())
            {
                var share = (double)bucket.Count / Count;
                estimate += bucket.RepresentativeNanoseconds * share;
                lowest += bucket.LowerBoundNanoseconds * share;
                highest += bucket.UpperBoundNanoseconds * share;
            }

            // A record under way can be in the sum and not in the count: the buckets bound what it may do to the mean.
            return ExactSumNanoseconds is { } sum ? Math.Clamp((double)sum / Count, lowest, highest) : estimate;
        }
    }

    /// <summary>
    /// Sample standard deviation (divisor n - 1) from the buckets; <see cref="double.NaN"/> or <see langword="null"/> for fewer
    /// than two durations. Its absolute error is at most <see cref="ErrorBound"/> times the root mean square of the durations,
    /// times sqrt(n / (n - 1)).
    /// </summary>
    public double StandardDeviationNanoseconds
    {
        get
        {
            if (Count < 2)
            {
                return double.NaN;
            }

            // Welford's update with weights (West 1979): no cancellation however small the spread is against the mean.
            double weight = 0, mean = 0, squares = 0;
            foreach (var bucket in Buckets())
            {
                weight += bucket.Count;
                var delta = bucket.RepresentativeNanoseconds - mean;
                mean += delta * (bucket.Count / weight);
                squares += bucket.Count * delta * (bucket.RepresentativeNanoseconds - mean);
            }

            return Math.Sqrt(squares / (Count - 1));
        }
    }

    /// <inheritdoc cref="PercentileNanoseconds"/>
    /// <returns>The duration, or <see langword="null"/> when there is none.</returns>
    public TimeSpan? Percentile(double percentile) => ToTimeSpan(PercentileNanoseconds(percentile));

    /// <summary>
    /// The nearest-rank percentile: the smallest recorded duration d such that at least <paramref name="percentile"/> percent of
    /// all durations are at or below d, reported as the representative of its bucket.
    /// </summary>
    /// <param name="percentile">0 (the minimum) to 100 (the maximum).</param>
    /// <returns>Nanoseconds, or <see cref="double.NaN"/> when there is no duration.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percentile"/> is NaN or not in 0..100.</exception>
    public double PercentileNanoseconds(double percentile)
    {
        if (!(percentile is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile must be a number from 0 to 100.");
        }

        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = RankOf(percentile);
        if (rank <= ZeroCount)
        {
            return 0;
        }

        var cell = FirstAtOrAbove(rank);
        return ExponentialBuckets.Representative(_firstCell + cell) * ExponentialBuckets.NanosecondsPerSecond;
    }

    /// <summary>
    /// Number of durations at or below a limit, as for a service level objective. Durations in the limit's own bucket count as
    /// at the limit, so those up to 2 * <see cref="ErrorBound"/> (0.55 %) above it may be included; none at or below it is missed.
    /// </summary>
    /// <param name="limit">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public long CountAtOrBelow(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        if (TickUnit.TimeSpan.Exceeds(limit.Ticks))
        {
            return Count;
        }

        var cell = limit == TimeSpan.Zero ? -1 : TickUnit.TimeSpan.CellOf(limit.Ticks) - _firstCell;
        return cell < 0 || _cumulative.Length == 0 ? ZeroCount : _cumulative[Math.Min(cell, _cumulative.Length - 1)];
    }

    /// <summary>The non-empty buckets, lowest first: the points of a percentile curve.</summary>
    public IEnumerable<LatencyBucket> Buckets()
    {
        if (ZeroCount > 0)
        {
            yield return new LatencyBucket(int.MinValue, 0, 0, ZeroCount, ZeroCount);
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                var cell = _firstCell + i;
                yield return new LatencyBucket(
                    cell + ExponentialBuckets.FirstIndex,
                    ExponentialBuckets.LowerBound(cell) * ExponentialBuckets.NanosecondsPerSecond,
                    ExponentialBuckets.LowerBound(cell + 1) * ExponentialBuckets.NanosecondsPerSecond,
                    _counts[i],
                    _cumulative[i]);
            }
        }
    }

    /// <summary>Count, mean and the usual percentiles in milliseconds, for logs and debuggers.</summary>
    public override string ToString() => Count == 0
        ? "no durations"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} durations, mean {MeanNanoseconds / 1e6:G4} ms, p50 {Milliseconds(50):G4}, p90 {Milliseconds(90):G4}, "
            + $"p99 {Milliseconds(99):G4}, p99.9 {Milliseconds(99.9):G4}, max {Milliseconds(100):G4} ms");

    private int FirstAtOrAbove(long rank)
    {
        int low = 0, high = _cumulative.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_cumulative[middle] < rank)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // Percentiles like 99.9 or 200.0 / 3 are a little more or less than meant. Counting a trillionth short keeps that from asking
    // for one rank too many.
    private long RankOf(double percentile) =>
        percentile == 100 ? Count : (long)Math.Max(1, Math.Ceiling(percentile / 100 * Count * (1 - 1e-12)));

    private static TimeSpan? ToTimeSpan(double nanoseconds) =>
        double.IsNaN(nanoseconds) ? null : new TimeSpan((long)Math.Round(nanoseconds / NanosecondsPerTick));

    private double Milliseconds(double percentile) => PercentileNanoseconds(percentile) / 1e6;
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Percentiles of a sample small enough to sort, interpolated linearly between the closest ranks: position h = (n - 1) * p / 100
/// in the sorted values, definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996).
/// The default of NumPy and R, PERCENTILE.INC in Excel.
/// </summary>
/// <remarks>
/// For a stream of any length use <see cref="LatencyHistogram"/>, whose percentile is the nearest rank: it always names a
/// duration that occurred, where interpolation may name one between two that did.
/// </remarks>
public static class ExactPercentile
{
    /// <summary>A percentile of the values, in their unit. The values may be in any order and are not changed.</summary>
    /// <param name="values">At least one, all finite.</param>
    /// <param name="percentile">0 (the minimum) to 100 (the maximum).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="percentile"/> is NaN or not in 0..100.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is empty, or has a NaN or an infinity.</exception>
    public static double Of(ReadOnlySpan<double> values, double percentile)
    {
        if (!(percentile is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile must be a number from 0 to 100.");
        }

        if (values.IsEmpty)
        {
            throw new ArgumentException("There is no percentile of no values.", nameof(values));
        }

        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"Every value must be finite, but one is {value}.", nameof(values));
            }
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var position = (sorted.Length - 1) * percentile / 100;
        var lower = (int)position;
        var fraction = position - lower;
        var upper = Math.Min(lower + 1, sorted.Length - 1);

        // Weighted rather than lower + fraction * (upper - lower), since the difference of two large values can overflow;
        // clamped, since rounding must not leave the two values, least of all when they are equal.
        return Math.Clamp((sorted[lower] * (1 - fraction)) + (sorted[upper] * fraction), sorted[lower], sorted[upper]);
    }

    /// <summary>A percentile of durations, rounded to the 100 ns of a <see cref="TimeSpan"/>.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{double}, double)"/>
    public static TimeSpan Of(ReadOnlySpan<TimeSpan> values, double percentile)
    {
        var ticks = new double[values.Length];
        for (var i = 0; i < ticks.Length; i++)
        {
            ticks[i] = values[i].Ticks;
        }

        // The largest durations round to 2^63 ticks, one more than a TimeSpan holds.
        var result = Math.Round(Of(ticks, percentile));
        return result >= long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)result);
    }
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// A non-empty bucket of a <see cref="LatencySnapshot"/>: <see cref="Count"/> durations above
/// <see cref="LowerBoundNanoseconds"/> and at or below <see cref="UpperBoundNanoseconds"/>.
/// Durations of zero have their own bucket, with both bounds zero.
/// </summary>
/// <param name="Index">
/// Index of the bucket in an OpenTelemetry exponential histogram at <see cref="LatencySnapshot.Scale"/>, values in seconds:
/// its bounds are 2^(index/128) s and 2^((index+1)/128) s. <see cref="int.MinValue"/> for the zero bucket, which has none there.
/// </param>
/// <param name="LowerBoundNanoseconds">Exclusive lower bound in nanoseconds.</param>
/// <param name="UpperBoundNanoseconds">Inclusive upper bound in nanoseconds.</param>
/// <param name="Count">How many durations fell into the bucket; at least 1.</param>
/// <param name="CumulativeCount">
/// How many durations fell into this bucket or a lower one. Divided by <see cref="LatencySnapshot.Count"/>, it is the bucket's
/// place on the percentile curve.
/// </param>
public readonly record struct LatencyBucket(
    int Index,
    double LowerBoundNanoseconds,
    double UpperBoundNanoseconds,
    long Count,
    long CumulativeCount)
{
    /// <summary>
    /// The value reported for every duration of the bucket, in nanoseconds: the harmonic mean of the bounds, which is never
    /// further than <see cref="LatencySnapshot.ErrorBound"/> from any of them.
    /// </summary>
    public double RepresentativeNanoseconds => LowerBoundNanoseconds == 0
        ? 0
        : 2 * LowerBoundNanoseconds * UpperBoundNanoseconds / (LowerBoundNanoseconds + UpperBoundNanoseconds);
}

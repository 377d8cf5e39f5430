using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

/// <summary>Durations to record, and snapshots of them.</summary>
internal static class Recorded
{
    /// <summary>From 100 ns to 18 hours, every order of magnitude equally likely.</summary>
    public static readonly Gen<TimeSpan> Duration =
        Gen.Double[0, Math.Log(6.5e11)].Select(logTicks => TimeSpan.FromTicks((long)Math.Exp(logTicks)));

    /// <summary>As <see cref="Duration"/>, with zero, clamped values and repetitions.</summary>
    public static readonly Gen<TimeSpan> AnyDuration = Gen.Frequency(
        (6, Duration),
        (2, Gen.Int[0, 5].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))),
        (1, Gen.Const(TimeSpan.FromTicks(-1))),
        (1, Gen.Const(TimeSpan.MaxValue)));

    public static readonly Gen<LatencySnapshot> Snapshot =
        Gen.Select(AnyDuration.Array[0, 50], Gen.Bool, (durations, exactSum) => Of(durations, exactSum));

    public static LatencySnapshot Of(IEnumerable<TimeSpan> durations, bool exactSum = false)
    {
        var histogram = new LatencyHistogram(new LatencyHistogramOptions { ExactSum = exactSum });
        foreach (var duration in durations)
        {
            histogram.Record(duration);
        }

        return histogram.GetSnapshot();
    }

    public static LatencySnapshot OfMilliseconds(params double[] milliseconds) => Of(milliseconds.Select(TimeSpan.FromMilliseconds));

    /// <summary>The error bound, with room for the 100 ns of a <see cref="TimeSpan"/> of a millisecond.</summary>
    public const double TimeSpanError = 0.0028;

    public static double Nanoseconds(this TimeSpan duration) => duration.Ticks * 100.0;

    /// <summary>Relative comparison with room for the rounding of doubles.</summary>
    public static void Near(double expected, double? actual, double relativeError)
    {
        var tolerance = Math.Abs(expected) * (relativeError + 1e-9);
        Assert.InRange(actual ?? double.NaN, expected - tolerance, expected + tolerance);
    }
}

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>What was measured between two changes of the limit.</summary>
/// <param name="Latency">Of the requests; <see langword="null"/> if every one was refused.</param>
/// <param name="PerSecond">How many requests were done a second.</param>
/// <param name="MostActive">The most permits that were out at a time.</param>
/// <param name="IsPressed">Whether somebody was refused, or had to wait, because the limit was reached.</param>
/// <param name="Overloaded">Whether a request was reported as refused or timed out by the server; its latency is not in the
/// figures.</param>
internal readonly record struct LatencyWindow(
    WindowLatency? Latency, double PerSecond, int MostActive, bool IsPressed, bool Overloaded);

/// <summary>Latencies of a window, in seconds.</summary>
/// <param name="MedianAtLeast">What the median is at least, but for chance.</param>
/// <param name="MedianAtMost">What the median is at most, but for chance.</param>
internal readonly record struct WindowLatency(double Mean, double Median, double MedianAtLeast, double MedianAtMost)
{
    /// <summary>The bounds are three standard deviations of a binomial variable away, whatever the distribution.</summary>
    public static WindowLatency Of(double mean, ReadOnlySpan<double> ascending)
    {
        var middle = ascending.Length / 2;
        var chance = (int)Math.Ceiling(1.5 * Math.Sqrt(ascending.Length));
        return new(
            mean,
            ascending[middle],
            ascending[Math.Max(0, middle - chance)],
            ascending[Math.Min(ascending.Length - 1, middle + chance)]);
    }
}

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>Latency without load, as far as it is known: the mean and the median, in seconds.</summary>
internal readonly record struct Baseline(double Mean, double Median)
{
    public static readonly Baseline Unknown = new(double.NaN, double.NaN);

    public bool IsKnown => !double.IsNaN(Median);

    public static Baseline Of(WindowLatency latency) => new(latency.Mean, latency.Median);

    public Baseline Towards(WindowLatency latency, double share) =>
        new(Mean + ((latency.Mean - Mean) * share), Median + ((latency.Median - Median) * share));

    public Baseline AtMost(WindowLatency latency) => new(Math.Min(Mean, latency.Mean), Math.Min(Median, latency.Median));

    /// <summary>
    /// How much of a latency is not waiting, by the figure that says less waiting. A short queue makes the hits of a cache many times
    /// slower, and the mean of hits and misses hardly; where slow requests become more frequent it is the other way round.
    /// </summary>
    public double ShareOf(WindowLatency latency) =>
        // A latency of zero, which a coarse clock may show, is no load.
        latency.Median > 0 ? Math.Max(Median / latency.Median, Mean / latency.Mean) : 1;
}

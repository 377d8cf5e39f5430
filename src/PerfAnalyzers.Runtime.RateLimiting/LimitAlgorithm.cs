namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>Finds the next limit from a window of latencies. Not synchronised.</summary>
internal abstract class LimitAlgorithm(AdaptiveConcurrencyLimiterOptions options)
{
    private const double BackoffRatio = 0.9;
    private const double SmallConcurrency = 20;

    /// <summary>The limit, not rounded.</summary>
    protected double Estimate { get; private set; } = options.InitialLimit ?? options.MaxLimit;

    /// <summary>The limit to apply now.</summary>
    public virtual int Limit => (int)Estimate;

    /// <summary>The latency without load, as far as it is known.</summary>
    public virtual TimeSpan? UnloadedLatency => null;

    /// <summary>Takes note of a window.</summary>
    /// <returns>Whether the requests that are under way now say nothing about the windows to come.</returns>
    public abstract bool Update(LatencyWindow window, long timestamp);

    // A limit far above what is in use would fall for long before anybody noticed.
    protected void BackOff(LatencyWindow window) =>
        SetEstimate(Math.Min(Estimate, Math.Max(SmallConcurrency, 2 * window.MostActive)) * BackoffRatio);

    protected void SetEstimate(double limit) => Estimate = Math.Clamp(limit, options.MinLimit, options.MaxLimit);
}

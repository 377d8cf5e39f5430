namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>Finds the next limit from a window of latencies. Not synchronised.</summary>
internal abstract class LimitAlgorithm(AdaptiveConcurrencyLimiterOptions options)
{
    private const double BackoffRatio = 0.9;

    /// <summary>The limit, not rounded.</summary>
    protected double Estimate { get; set; } = options.InitialLimit;

    /// <summary>The limit to apply now.</summary>
    public virtual int Limit => (int)Estimate;

    /// <summary>The latency without load, as far as it is known.</summary>
    public virtual TimeSpan? UnloadedLatency => null;

    /// <summary>Takes note of a window.</summary>
    /// <returns>Whether the requests that are under way now say nothing about the windows to come.</returns>
    public abstract bool Update(LatencyWindow window, long timestamp);

    protected void BackOff() => SetEstimate(Estimate * BackoffRatio);

    protected void SetEstimate(double limit) => Estimate = Math.Clamp(limit, options.MinLimit, options.MaxLimit);

    /// <summary>Whether the limit was put to use. If not, good latency is no reason to raise it.</summary>
    protected bool IsUsed(LatencyWindow window) => window.MostActive >= Limit / 2.0;
}

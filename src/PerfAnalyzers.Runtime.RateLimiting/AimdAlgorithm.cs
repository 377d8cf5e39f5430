namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>See <see cref="ConcurrencyAlgorithm.Aimd"/>.</summary>
internal sealed class AimdAlgorithm(AdaptiveConcurrencyLimiterOptions options) : LimitAlgorithm(options)
{
    private readonly double _latencyLimit = options.LatencyLimit.TotalSeconds;

    public override bool Update(LatencyWindow window, long timestamp)
    {
        if (window.Overloaded || window.MeanSeconds > _latencyLimit)
        {
            BackOff();
        }
        else if (IsUsed(window))
        {
            SetEstimate(Estimate + 1);
        }

        return false;
    }
}

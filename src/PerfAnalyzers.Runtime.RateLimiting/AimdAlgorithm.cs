namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>See <see cref="ConcurrencyAlgorithm.Aimd"/>.</summary>
internal sealed class AimdAlgorithm(AdaptiveConcurrencyLimiterOptions options) : LimitAlgorithm(options)
{
    private readonly double _latencyLimit = options.LatencyLimit.TotalSeconds;

    public override bool Update(LatencyWindow window, long timestamp)
    {
        if (window.Overloaded || window.Latency?.Mean > _latencyLimit)
        {
            BackOff(window);
        }
        else if (window.MostActive >= Limit / 2.0)
        {
            // A limit that is not put to use has not been shown to be good.
            SetEstimate(Estimate + 1);
        }

        return false;
    }
}

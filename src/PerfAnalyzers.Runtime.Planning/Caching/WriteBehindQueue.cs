
namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>
/// The queue of a write-behind cache as M/M/1 in which a write beyond the K places waits outside. With u = writes / drain,
/// n writes are in it with probability (1 - u) u^n, so a write waits with probability u^K; it waits for n - K + 1 drains, in
/// the mean u^K / (drain - writes); and min(n, K) of them are at risk, in the mean u (1 - u^K) / (1 - u). A flush interval keeps a
/// write half of it longer and takes writes * interval of the places; the sum is an approximation.
/// </summary>
internal static class WriteBehindQueue
{
    public static WriteBehindEstimate Estimate(WriteBehindOptions options, double missRatio)
    {
        var writes = Checked.Positive(options.WritesPerSecond);
        var drain = Checked.Positive(options.DrainPerSecond);
        var limit = Checked.AtLeastOne(options.QueueLimit);
        var interval = Checked.NotNegative(options.FlushInterval).TotalSeconds;
        var keys = options.Keys is { } count ? Checked.OneOrMore(count, $"{nameof(options)}.{nameof(options.Keys)}") : (double?)null;

        var utilization = writes / drain;
        var saturated = utilization >= 1;
        var places = Math.Max(0, limit - (writes * interval));
        var full = saturated ? 1 : Math.Pow(utilization, places);
        var atRisk = saturated
            ? limit
            : Math.Min(limit, (writes * interval / 2) + (utilization * (1 - full) / (1 - utilization)));
        var sustained = Math.Min(writes, drain);
        return new WriteBehindEstimate
        {
            Utilization = utilization,
            SustainedPerSecond = sustained,
            ProbabilityOfWaiting = full,
            MeanWait = saturated ? null : Checked.Duration(full / (drain - writes)),
            WritesAtRisk = atRisk,
            MaxWritesAtRisk = limit,
            LossWindow = Checked.Duration(atRisk / sustained),
            StaleReadShare = missRatio * Math.Min(1, atRisk / keys ?? double.NaN) is var share && double.IsNaN(share) ? null : share,
        };
    }
}

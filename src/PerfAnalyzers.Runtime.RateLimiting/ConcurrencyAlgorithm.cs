namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>How an <see cref="AdaptiveConcurrencyLimiter"/> finds its limit.</summary>
public enum ConcurrencyAlgorithm
{
    /// <summary>
    /// By comparing latency with what it is without load. The limit is multiplied by how much of the latency is not queueing, and
    /// gets room for a short queue, the square root of the limit:
    /// limit * clamp(tolerance * unloaded / measured, 0.5, 1) + sqrt(limit). It needs no figure for a good latency.
    /// </summary>
    /// <remarks>
    /// The idea is that of TCP Vegas (L. Brakmo, L. Peterson, "TCP Vegas: End to End Congestion Avoidance on a Global Internet",
    /// 1995); the update that of Gradient2 in Netflix's concurrency-limits (https://github.com/Netflix/concurrency-limits, 2018).
    /// Gradient2 takes a long-term mean as the unloaded latency, which follows a lasting overload upwards. Here it is measured, at a
    /// quarter of
    /// the limit from time to time, as Envoy's adaptive concurrency filter measures its minimum round-trip time.
    /// </remarks>
    Gradient,

    /// <summary>
    /// Additive increase, multiplicative decrease: one more while latency is at or below a given limit, a tenth less when it is
    /// above. Fair between several limiters in front of one server; needs <see cref="AdaptiveConcurrencyLimiterOptions.LatencyLimit"/>.
    /// </summary>
    /// <remarks>
    /// D.-M. Chiu, R. Jain, "Analysis of the Increase and Decrease Algorithms for Congestion Avoidance in Computer Networks",
    /// 1989; as AIMDLimit in Netflix's concurrency-limits.
    /// </remarks>
    Aimd,
}

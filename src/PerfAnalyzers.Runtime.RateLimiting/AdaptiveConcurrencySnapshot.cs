using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>What an <see cref="AdaptiveConcurrencyLimiter"/> knew at one moment. Immutable, so safe to share between threads.</summary>
public sealed class AdaptiveConcurrencySnapshot
{
    /// <summary>The limit in force; during a probe, that of the probe.</summary>
    public required int Limit { get; init; }

    /// <summary>Permits that are out. More than <see cref="Limit"/> for a while after the limit has fallen.</summary>
    public required int Active { get; init; }

    /// <summary>Permits that are waited for.</summary>
    public required int Queued { get; init; }

    /// <summary>Leases acquired, at once or after a wait.</summary>
    public required long Acquired { get; init; }

    /// <summary>Leases refused, at once or after a wait.</summary>
    public required long Refused { get; init; }

    /// <summary>
    /// Latency without load as <see cref="ConcurrencyAlgorithm.Gradient"/> knows it; <see langword="null"/> before the first
    /// window, and with <see cref="ConcurrencyAlgorithm.Aimd"/>.
    /// </summary>
    public required TimeSpan? UnloadedLatency { get; init; }

    /// <summary>How long leases were held, those ignored by <see cref="AdaptiveConcurrencyLease.Ignore"/> excepted.</summary>
    public required LatencySnapshot Latency { get; init; }
}

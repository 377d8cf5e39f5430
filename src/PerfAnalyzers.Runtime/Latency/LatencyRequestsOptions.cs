namespace PerfAnalyzers.Runtime.Latency;

/// <summary>What a <see cref="LatencyRequests{TId}"/> keeps, and for how long.</summary>
public sealed class LatencyRequestsOptions
{
    /// <summary>Requests under way at one time, 10,000 by default. At least 1; a start beyond it is refused and counted.</summary>
    public int MaxInFlight { get; init; } = 10_000;

    /// <summary>
    /// After this time without an end a request counts as abandoned, 10 minutes by default. More than zero, and well above the
    /// slowest answer that is still of interest.
    /// </summary>
    public TimeSpan AbandonAfter { get; init; } = TimeSpan.FromMinutes(10);
}

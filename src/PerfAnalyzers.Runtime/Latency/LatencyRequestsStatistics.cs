namespace PerfAnalyzers.Runtime.Latency;

/// <summary>What a <see cref="LatencyRequests{TId}"/> knows besides latencies, at one moment.</summary>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Abandoned">Requests that did not end within <see cref="LatencyRequestsOptions.AbandonAfter"/>.</param>
/// <param name="Repeated">Starts with the id of a request that was under way.</param>
/// <param name="Refused">Starts beyond <see cref="LatencyRequestsOptions.MaxInFlight"/>.</param>
/// <param name="Unknown">Ends of requests that were not under way.</param>
public readonly record struct LatencyRequestsStatistics(int InFlight, long Abandoned, long Repeated, long Refused, long Unknown);

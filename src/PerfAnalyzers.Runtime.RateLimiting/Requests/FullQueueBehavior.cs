namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>What becomes of a request that finds the queue full.</summary>
public enum FullQueueBehavior
{
    /// <summary>It waits for room, and a batch of requests is read no further until there is.</summary>
    Wait,

    /// <summary>It is rejected at once.</summary>
    Reject,
}

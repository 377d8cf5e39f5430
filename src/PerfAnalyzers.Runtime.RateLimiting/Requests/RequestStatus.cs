namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>What became of a request.</summary>
public enum RequestStatus
{
    /// <summary>The handler answered.</summary>
    Succeeded,

    /// <summary>The handler threw.</summary>
    Failed,

    /// <summary>Its caller gave up, or the processor was stopped and its deadline passed.</summary>
    Cancelled,

    /// <summary>The queue was full, or the processor had been stopped: the handler never saw it.</summary>
    Rejected,
}

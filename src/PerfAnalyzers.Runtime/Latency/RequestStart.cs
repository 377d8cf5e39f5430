namespace PerfAnalyzers.Runtime.Latency;

/// <summary>What became of <see cref="LatencyRequests{TId}.StartRequest"/>.</summary>
public enum RequestStart
{
    /// <summary>The request is under way.</summary>
    Started,

    /// <summary>A request with this id is under way already, from its first start; nothing was changed.</summary>
    Repeated,

    /// <summary>As many requests as the options allow are under way; this one is not measured.</summary>
    Refused,
}

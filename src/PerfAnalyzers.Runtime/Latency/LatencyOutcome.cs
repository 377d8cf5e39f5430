namespace PerfAnalyzers.Runtime.Latency;

/// <summary>How a measured operation ended.</summary>
public enum LatencyOutcome
{
    /// <summary>Nobody said: a scope was disposed without being told, so an exception may have ended it.</summary>
    Unspecified,

    /// <summary>It did what was asked.</summary>
    Success,

    /// <summary>It threw, was refused, or answered with an error.</summary>
    Failure,

    /// <summary>The caller gave up. A timeout of the operation itself is a <see cref="Failure"/>.</summary>
    Cancelled,
}

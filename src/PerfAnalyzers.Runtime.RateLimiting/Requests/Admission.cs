namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>How the wait for a slot ended.</summary>
internal enum Admission
{
    /// <summary>The slot is the caller's.</summary>
    Admitted,

    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>The queue is closed.</summary>
    Closed,

    /// <summary>The caller was cancelled.</summary>
    Withdrawn,
}

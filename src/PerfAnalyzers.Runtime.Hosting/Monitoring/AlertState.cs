namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Where an alert stands.</summary>
public enum AlertState
{
    /// <summary>Too little happened to judge: the beginning of every alert, and an idle service.</summary>
    InsufficientData,

    /// <summary>The figure is within its threshold.</summary>
    Ok,

    /// <summary>The figure is beyond its threshold, but not yet for as long as <see cref="AlertRule.For"/>.</summary>
    Pending,

    /// <summary>The figure has been beyond its threshold for long enough, and has not come back to its clear threshold.</summary>
    Firing,

    /// <summary>The figure has just come back from <see cref="Firing"/>; the next good evaluation makes it <see cref="Ok"/>.</summary>
    Resolved,
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What a firing alert asks for.</summary>
public enum AlertSeverity
{
    /// <summary>Someone should look into it in working hours: a ticket.</summary>
    Warning,

    /// <summary>Someone should look into it now: a page.</summary>
    Critical,
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Takes alerts elsewhere: a chat, a pager, a ticket system. It is called outside of all locks and outside of the sampling. An
/// exception of a sink reaches neither the monitor nor the other sinks; it is counted.
/// </summary>
public interface IAlertSink
{
    /// <summary>Sends one change of state.</summary>
    /// <param name="transition">What changed. Firing and Resolved are what most receivers want to know.</param>
    /// <param name="cancellationToken">Ends a call that takes too long, or the process is about to stop.</param>
    ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken);
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>An alert that a sink did not take.</summary>
/// <param name="Sink">The sink.</param>
/// <param name="Transition">The alert.</param>
/// <param name="Reason">
/// What the sink threw, or a <see cref="TimeoutException"/> if it took too long or was still busy with an earlier alert.
/// </param>
public sealed record FailedAlertDelivery(IAlertSink Sink, AlertTransition Transition, Exception Reason);

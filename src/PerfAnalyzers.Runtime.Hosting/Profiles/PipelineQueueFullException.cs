namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>A request was refused because <see cref="PerformanceProfile.QueueLimit"/> requests were already waiting.</summary>
public sealed class PipelineQueueFullException : Exception
{
    /// <summary>An exception that says so.</summary>
    public PipelineQueueFullException()
        : base("The queue of the pipeline is full.")
    {
    }
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What a <see cref="Recommendation"/> is about.</summary>
public enum RecommendationKind
{
    /// <summary>Too many operations fail.</summary>
    Errors,

    /// <summary>The processors are so busy that work waits for them.</summary>
    CpuSaturation,

    /// <summary>Work waits for threads of the pool although the processors have time: threads are blocked.</summary>
    ThreadPoolStarvation,

    /// <summary>The queue of the thread pool grows: work comes faster than it is done.</summary>
    ThreadPoolQueueGrowth,

    /// <summary>The garbage collector pauses the process too long.</summary>
    GcPauses,

    /// <summary>A series is slower when the processors are busier.</summary>
    LatencyFollowsUtilization,

    /// <summary>
    /// A series is slower when there is more of it, although the processors have time: operations queue for something else.
    /// </summary>
    Queueing,

    /// <summary>A series becomes slower as time goes by, without more traffic.</summary>
    LatencyDrift,
}

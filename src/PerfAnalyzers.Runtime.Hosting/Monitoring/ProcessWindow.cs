namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What the process used between two samples of a <see cref="PerformanceMonitor"/>. Immutable.</summary>
public sealed class ProcessWindow
{
    /// <summary>End of the window by the wall clock, for display. Use <see cref="Elapsed"/> for arithmetic.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>True length of the window, from monotonic timestamps.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Processor time of the process in the window, user and kernel, as a share of all processors that the runtime may use
    /// (<see cref="Environment.ProcessorCount"/>): 0 to 1.
    /// </summary>
    public required double CpuShare { get; init; }

    /// <summary>Share of the window in which the garbage collector had paused all threads, 0 to 1.</summary>
    public required double GcPauseShare { get; init; }

    /// <summary>Bytes allocated on the managed heap per second.</summary>
    public required double AllocatedBytesPerSecond { get; init; }

    /// <summary>Number of full (generation 2) collections in the window.</summary>
    public required int FullCollections { get; init; }

    /// <summary>Bytes of the managed heap at the end of the window, including what is dead and not yet collected.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Bytes of memory that the process held at the end of the window.</summary>
    public required long WorkingSetBytes { get; init; }

    /// <summary>Threads of the thread pool at the end of the window.</summary>
    public required int ThreadPoolThreads { get; init; }

    /// <summary>Work items that waited for a thread of the thread pool at the end of the window.</summary>
    public required long ThreadPoolQueueLength { get; init; }

    /// <summary>Work items that the thread pool completed per second.</summary>
    public required double ThreadPoolItemsPerSecond { get; init; }

    /// <summary>How often per second a thread had to wait for a lock.</summary>
    public required double LockContentionsPerSecond { get; init; }
}

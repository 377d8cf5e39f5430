namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Cumulative figures and gauges of this process at one moment.</summary>
internal sealed record ProcessReading
{
    public TimeSpan CpuTime { get; init; }

    public TimeSpan GcPause { get; init; }

    public long AllocatedBytes { get; init; }

    public int FullCollections { get; init; }

    public long ThreadPoolItems { get; init; }

    public long LockContentions { get; init; }

    public long HeapBytes { get; init; }

    public long WorkingSetBytes { get; init; }

    public int ThreadPoolThreads { get; init; }

    public long ThreadPoolQueueLength { get; init; }

    public int Processors { get; init; } = 1;

    public static ProcessReading OfThisProcess() => new()
    {
        CpuTime = ProcessorTime(),
        GcPause = GC.GetTotalPauseDuration(),
        AllocatedBytes = GC.GetTotalAllocatedBytes(),
        FullCollections = GC.CollectionCount(GC.MaxGeneration),
        ThreadPoolItems = ThreadPool.CompletedWorkItemCount,
        LockContentions = Monitor.LockContentionCount,
        HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
        WorkingSetBytes = Environment.WorkingSet,
        ThreadPoolThreads = ThreadPool.ThreadCount,
        ThreadPoolQueueLength = ThreadPool.PendingWorkItemCount,
        Processors = Environment.ProcessorCount,
    };

    /// <summary>The window from an earlier reading to this one.</summary>
    public ProcessWindow Since(ProcessReading earlier, TimeSpan elapsed, DateTimeOffset end)
    {
        var seconds = elapsed.TotalSeconds;
        return new ProcessWindow
        {
            End = end,
            Elapsed = elapsed,
            CpuShare = Share((CpuTime - earlier.CpuTime) / Processors, elapsed),
            GcPauseShare = Share(GcPause - earlier.GcPause, elapsed),
            AllocatedBytesPerSecond = Math.Max(0, AllocatedBytes - earlier.AllocatedBytes) / seconds,
            FullCollections = FullCollections - earlier.FullCollections,
            HeapBytes = HeapBytes,
            WorkingSetBytes = WorkingSetBytes,
            ThreadPoolThreads = ThreadPoolThreads,
            ThreadPoolQueueLength = ThreadPoolQueueLength,
            ThreadPoolItemsPerSecond = Math.Max(0, ThreadPoolItems - earlier.ThreadPoolItems) / seconds,
            LockContentionsPerSecond = Math.Max(0, LockContentions - earlier.LockContentions) / seconds,
        };
    }

    // Processor time comes in ticks of the kernel and is read a moment after the timestamp: a full share can come out above 1.
    private static double Share(TimeSpan part, TimeSpan elapsed) => Math.Clamp(part / elapsed, 0, 1);

    private static TimeSpan ProcessorTime()
    {
#if NET9_0_OR_GREATER
        return Environment.CpuUsage.TotalTime;
#else
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.TotalProcessorTime;
#endif
    }
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>What a workload meets under a <see cref="ConcurrencyModel"/>, in the mean. Immutable.</summary>
public sealed class ConcurrencyEstimate
{
    internal ConcurrencyEstimate(ConcurrencyModel model, ConcurrencyLimit limit, double maxThroughputPerSecond)
    {
        Model = model;
        Limit = limit;
        MaxThroughputPerSecond = maxThroughputPerSecond;
    }

    /// <summary>The model.</summary>
    public ConcurrencyModel Model { get; }

    /// <summary>What sets <see cref="MaxThroughputPerSecond"/>.</summary>
    public ConcurrencyLimit Limit { get; }

    /// <summary>Requests per second that cannot be exceeded: min(cores / CPU time, requests in flight at most / latency).</summary>
    public double MaxThroughputPerSecond { get; }

    /// <summary>Whether the arrivals are below the bound.</summary>
    public bool Carries => ArrivalsPerSecond < MaxThroughputPerSecond;

    /// <summary>
    /// Mean latency at the arrival rate: CPU time and waits, and the queueing for a core as M/M/c (<see cref="MultiServerQueue"/>);
    /// <see langword="null"/> where the model does not carry the arrivals. Close to a limit by threads or memory the true latency
    /// is higher.
    /// </summary>
    public TimeSpan? Latency => Carries ? Checked.Duration(LatencySeconds) : null;

    /// <summary>Requests in flight at the arrival rate, by Little's law; as many as there may be where it is not carried.</summary>
    public double Concurrency => Carries
        ? ArrivalsPerSecond * LatencySeconds
        : MaxThroughputPerSecond * (CpuSeconds + WaitSeconds);

    /// <summary>Memory of the requests in flight.</summary>
    public ByteSize MemoryInUse => ByteSize.FromBytes(Math.Min(Concurrency * MemoryPerRequest.Bytes, double.MaxValue));

    /// <summary>Context switches per second at the throughput that is carried.</summary>
    public double ContextSwitchesPerSecond => Math.Min(ArrivalsPerSecond, MaxThroughputPerSecond) * Switches;

    /// <summary>CPU time that a request takes with what the model adds.</summary>
    public TimeSpan CpuPerRequest => Checked.Duration(CpuSeconds);

    internal double ArrivalsPerSecond { get; init; }

    internal double CpuSeconds { get; init; }

    internal double WaitSeconds { get; init; }

    internal int Cores { get; init; }

    internal double Switches { get; init; }

    internal ByteSize MemoryPerRequest { get; init; }

    private double LatencySeconds =>
        new MultiServerQueue(Cores, ArrivalsPerSecond, CpuSeconds).MeanWaitSeconds + CpuSeconds + WaitSeconds;
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// What a way of running requests costs. The figures of <see cref="All"/> were measured on Linux (KVM, 2 cores, .NET 10, 2026),
/// with their method at each; measure your own and use <c>with</c> where they matter. Immutable.
/// </summary>
public sealed record ConcurrencyModel
{
    private ConcurrencyModel(ConcurrencyModelKind kind) => Kind = kind;

    /// <summary>
    /// A process for each request: fork, exit and wait of a process of 1 MB took 190 us (100 to 200 us in all runs), which CPU
    /// time this figure counts in full. Memory of a process that does work is that of a PostgreSQL backend, "less than 2 MiB"
    /// (Freund, "Measuring the Memory Overhead of a Postgres Connection", 2020); a .NET process has 8.8 MB from the start.
    /// </summary>
    public static ConcurrencyModel ProcessPerRequest { get; } = new(ConcurrencyModelKind.ProcessPerRequest)
    {
        MemoryPerRequest = ByteSize.FromMebibytes(2),
        StartCost = TimeSpan.FromMicroseconds(190),
        SwitchesPerWait = 2,
    };

    /// <summary>
    /// A blocked thread for each request in flight: 18 KB of a .NET thread is touched (mean of 1,000 blocked ones, smaps PSS),
    /// and 16 KB are its kernel stack (Linux, x86-64). A pooled thread costs no start.
    /// </summary>
    public static ConcurrencyModel ThreadPool { get; } = new(ConcurrencyModelKind.ThreadPool)
    {
        MemoryPerRequest = ByteSize.FromKilobytes(34),
        StartCost = TimeSpan.Zero,
        SwitchesPerWait = 2,
    };

    /// <summary>
    /// A continuation for each request in flight: 418 bytes for a wait under three async methods (mean of 100,000). Continuations
    /// run one after the other on threads that need not switch; the cost of being resumed is far below that of a switch.
    /// </summary>
    public static ConcurrencyModel EventLoop { get; } = new(ConcurrencyModelKind.EventLoop)
    {
        MemoryPerRequest = ByteSize.FromBytes(418),
        StartCost = TimeSpan.Zero,
        SwitchesPerWait = 0,
    };

    /// <summary>The three models.</summary>
    public static IReadOnlyList<ConcurrencyModel> All { get; } = [ProcessPerRequest, ThreadPool, EventLoop];

    /// <summary>Which model this is.</summary>
    public ConcurrencyModelKind Kind { get; }

    /// <summary>Memory that a request in flight costs by the model alone.</summary>
    public ByteSize MemoryPerRequest { get; init; }

    /// <summary>CPU time to begin and end a request; zero or more.</summary>
    public TimeSpan StartCost { get; init; }

    /// <summary>Context switches for each time a request waits: away from it and back.</summary>
    public double SwitchesPerWait { get; init; }

    /// <summary>
    /// CPU time of one context switch: 2 us, measured as two threads on one core passing a byte through pipes, less the pipes
    /// (1.8 to 2.5 us). A working set that the caches lose costs more: over a millisecond at worst in Li, Ding and Shen,
    /// "Quantifying The Cost of Context Switch" (2007).
    /// </summary>
    public TimeSpan SwitchCost { get; init; } = TimeSpan.FromMicroseconds(2);

    /// <summary>The models under a workload, highest throughput bound first; of equals the one with less memory.</summary>
    /// <param name="workload">What the requests do.</param>
    /// <param name="models">The models to compare; by default <see cref="All"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> or a model is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public static IReadOnlyList<ConcurrencyEstimate> Compare(ConcurrencyWorkload workload, IEnumerable<ConcurrencyModel>? models = null) =>
    [
        .. (models ?? All)
            .Select(model => model is null ? throw new ArgumentNullException(nameof(models)) : model.Estimate(workload))
            .OrderByDescending(estimate => estimate.MaxThroughputPerSecond)
            .ThenBy(estimate => estimate.MemoryInUse),
    ];

    /// <summary>What a workload meets under this model.</summary>
    /// <param name="workload">What the requests do.</param>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public ConcurrencyEstimate Estimate(ConcurrencyWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        Checked.Positive(MemoryPerRequest.Bytes, nameof(MemoryPerRequest));
        var switches = Checked.NotNegative(SwitchesPerWait) * Checked.NotNegative(workload.WaitsPerRequest);
        var cpu = Checked.Positive(workload.CpuPerRequest).TotalSeconds
            + Checked.NotNegative(StartCost).TotalSeconds
            + Checked.NotNegative(
                switches * Checked.NotNegative(SwitchCost).TotalSeconds, $"{nameof(workload)}.{nameof(workload.WaitsPerRequest)}");
        var wait = Checked.NotNegative(workload.WaitPerRequest).TotalSeconds;
        var held = ByteSize.FromBytes(Math.Min(MemoryPerRequest.Bytes + workload.StatePerRequest.Bytes, double.MaxValue));
        var slots = Math.Floor(Checked.Positive(workload.Memory.Bytes, $"{nameof(workload)}.{nameof(workload.Memory)}") / held.Bytes);
        var limit = ConcurrencyLimit.Memory;
        if (Kind == ConcurrencyModelKind.ThreadPool && Checked.AtLeastOne(workload.MaxThreads) <= slots)
        {
            (slots, limit) = (workload.MaxThreads, ConcurrencyLimit.Threads);
        }

        // Asymptotic bound of a closed system: the cores, or the requests that may be in flight at all.
        var byCpu = Checked.Servers(workload.Cores) / cpu;
        var bySlots = slots / (cpu + wait);
        return new ConcurrencyEstimate(this, byCpu <= bySlots ? ConcurrencyLimit.Cpu : limit, Math.Min(byCpu, bySlots))
        {
            ArrivalsPerSecond = Checked.Positive(workload.RequestsPerSecond),
            CpuSeconds = cpu,
            WaitSeconds = wait,
            Cores = workload.Cores,
            Switches = switches,
            MemoryPerRequest = held,
        };
    }
}

namespace PerfAnalyzers.Runtime.Planning;

/// <summary>What keeps a <see cref="ConcurrencyModel"/> from more throughput.</summary>
public enum ConcurrencyLimit
{
    /// <summary>The cores are busy.</summary>
    Cpu,

    /// <summary>All threads are taken, most of them waiting.</summary>
    Threads,

    /// <summary>No memory is left for another request in flight.</summary>
    Memory,
}

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>What measured figures say about targets.</summary>
public enum VerdictKind
{
    /// <summary>There are too few measurements to say, and what there is misses no target.</summary>
    InsufficientData,

    /// <summary>Every target is met.</summary>
    Met,

    /// <summary>The latency is too high.</summary>
    Latency,

    /// <summary>The throughput is too low.</summary>
    Throughput,

    /// <summary>The latency is too high and the throughput too low.</summary>
    Both,
}

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>A change that trades latency, throughput, freshness, memory or CPU for each other.</summary>
public enum Optimization
{
    /// <summary>Many items in one call.</summary>
    Batching,

    /// <summary>Results kept for the next who asks.</summary>
    Caching,

    /// <summary>Connections and other costly things kept for the next use.</summary>
    Pooling,

    /// <summary>Fewer bytes for more CPU.</summary>
    Compression,

    /// <summary>No thread is kept while a request waits.</summary>
    Asynchrony,

    /// <summary>More at the same time.</summary>
    Concurrency,

    /// <summary>One query per collection in place of one join of them all.</summary>
    SplitQueries,
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What a series of figures allows to say about its trend.</summary>
public enum TrendVerdict
{
    /// <summary>Neither a trend nor its absence can be claimed: too few figures, or too noisy ones.</summary>
    InsufficientData,

    /// <summary>A change that matters (<see cref="TrendOptions.RelevantChange"/>) would have been seen, and there was none.</summary>
    Stable,

    /// <summary>The figures rise, and not by chance.</summary>
    Rising,

    /// <summary>The figures fall, and not by chance.</summary>
    Falling,
}

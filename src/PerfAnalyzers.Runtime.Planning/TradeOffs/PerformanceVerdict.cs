namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>What <see cref="PerformanceTargets"/> say about measured figures. Immutable.</summary>
public sealed class PerformanceVerdict
{
    /// <summary>The verdict.</summary>
    public required VerdictKind Kind { get; init; }

    /// <summary>The measured latency at the target's percentile; <see langword="null"/> when nothing was measured.</summary>
    public required TimeSpan? Latency { get; init; }

    /// <summary>The measured throughput; <see langword="null"/> when no time has passed.</summary>
    public required double? ThroughputPerSecond { get; init; }

    /// <summary>The figures against the targets, or what is missing, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Verdict and reason.</summary>
    public override string ToString() => $"{Kind}: {Reason}";
}

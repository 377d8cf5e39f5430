namespace PerfAnalyzers.Runtime.Latency;

/// <summary>What a <see cref="LatencyRecorder"/> held at one moment, by outcome. Immutable, so safe to share between threads.</summary>
public sealed class LatencyRecorderSnapshot
{
    /// <summary>Durations of operations that succeeded.</summary>
    public required LatencySnapshot Succeeded { get; init; }

    /// <summary>Durations of operations that failed.</summary>
    public required LatencySnapshot Failed { get; init; }

    /// <summary>Durations of operations that the caller gave up.</summary>
    public required LatencySnapshot Cancelled { get; init; }

    /// <summary>Durations of operations whose scope was not told how they ended.</summary>
    public required LatencySnapshot Unspecified { get; init; }

    /// <summary>Durations of all operations.</summary>
    public LatencySnapshot All => Succeeded.Merge(Failed).Merge(Cancelled).Merge(Unspecified);

    /// <summary>The operations recorded since <paramref name="earlier"/>, a snapshot of the same recorder.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="earlier"/> holds durations that this snapshot lacks.</exception>
    public LatencyRecorderSnapshot Subtract(LatencyRecorderSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return new LatencyRecorderSnapshot
        {
            Succeeded = Succeeded.Subtract(earlier.Succeeded),
            Failed = Failed.Subtract(earlier.Failed),
            Cancelled = Cancelled.Subtract(earlier.Cancelled),
            Unspecified = Unspecified.Subtract(earlier.Unspecified),
        };
    }
}

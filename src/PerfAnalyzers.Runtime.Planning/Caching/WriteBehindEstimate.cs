namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>
/// What the queue of a write-behind cache does, in the mean: how long writes wait for a place, what a crash loses, and how many
/// reads are outdated, all of which the model that this corrects left out. Immutable.
/// </summary>
public sealed class WriteBehindEstimate
{
    /// <summary>Writes per second over what the store takes; 1 or more when it cannot keep up.</summary>
    public required double Utilization { get; init; }

    /// <summary>Whether the store cannot keep up: the queue is full and writers proceed at the store's pace, whatever the cache.</summary>
    public bool IsSaturated => Utilization >= 1;

    /// <summary>Writes per second that are taken: those that arrive, or what the store takes.</summary>
    public required double SustainedPerSecond { get; init; }

    /// <summary>Probability that a write finds the queue full and waits; 1 when saturated.</summary>
    public required double ProbabilityOfWaiting { get; init; }

    /// <summary>Mean wait of a write for a place; <see langword="null"/> when saturated, for then it has no bound.</summary>
    public required TimeSpan? MeanWait { get; init; }

    /// <summary>Writes that are accepted and not in the store, in the mean: what a crash loses.</summary>
    public required double WritesAtRisk { get; init; }

    /// <summary>The most writes that a crash loses: the queue's limit.</summary>
    public required int MaxWritesAtRisk { get; init; }

    /// <summary>Mean time from the acceptance of a write to the store: how far back a crash throws a key.</summary>
    public required TimeSpan LossWindow { get; init; }

    /// <summary>
    /// Bound of the share of reads that get an outdated value from the store, because the key has a write in the queue and its
    /// cached value is gone: (1 - hit ratio) * writes at risk / keys. <see langword="null"/> unless the number of keys is given.
    /// None when the cache never drops a value that is not in the store.
    /// </summary>
    public required double? StaleReadShare { get; init; }
}

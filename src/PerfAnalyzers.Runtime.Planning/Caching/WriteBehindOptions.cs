namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>The queue between a write-behind cache and its store.</summary>
public sealed record WriteBehindOptions
{
    /// <summary>Writes that arrive per second; more than zero.</summary>
    public required double WritesPerSecond { get; init; }

    /// <summary>Writes per second that the store takes from the queue, with the batching in use; more than zero.</summary>
    public required double DrainPerSecond { get; init; }

    /// <summary>Writes that the queue holds; a write beyond waits for a place. 1 or more.</summary>
    public required int QueueLimit { get; init; }

    /// <summary>How long writes are collected before they are drained; zero or more.</summary>
    public TimeSpan FlushInterval { get; init; }

    /// <summary>Different keys that are written, evenly, for <see cref="WriteBehindEstimate.StaleReadShare"/>; 1 or more.</summary>
    public double? Keys { get; init; }
}

using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>What a batch processor had done at one moment. Immutable, so safe to share between threads.</summary>
public sealed class BatchStatistics
{
    /// <summary>Number of batches handed to the handler.</summary>
    public required long Batches { get; init; }

    /// <summary>Number of items in those batches.</summary>
    public required long Items { get; init; }

    /// <summary>Number of batches with as many items as a batch may have.</summary>
    public required long FullBatches { get; init; }

    /// <summary>Number of batches whose handler failed or answered with a wrong number of results.</summary>
    public required long FailedBatches { get; init; }

    /// <summary>Number of items withdrawn before a handler saw them: by their caller, or because the processor was stopped.</summary>
    public required long CancelledItems { get; init; }

    /// <summary>Number of items refused because the queue was full.</summary>
    public required long RejectedItems { get; init; }

    /// <summary>Number of items that wait for a handler, at most <see cref="BatchProcessorOptions.Capacity"/>.</summary>
    public required int QueuedItems { get; init; }

    /// <summary>Number of callers that wait because the queue is full.</summary>
    public required int WaitingCallers { get; init; }

    /// <summary>Number of batches being handled.</summary>
    public required int ActiveBatches { get; init; }

    /// <summary>The most items a batch may have.</summary>
    public required int MaxBatchSize { get; init; }

    /// <summary>How old the oldest item of each batch was when the batch was handed to the handler.</summary>
    public required LatencySnapshot QueueAge { get; init; }

    /// <summary>How long each batch was with the handler, failures included.</summary>
    public required LatencySnapshot HandlerTime { get; init; }

    /// <summary>Items per batch; <see cref="double.NaN"/> before the first.</summary>
    public double MeanBatchSize => (double)Items / Batches;

    /// <summary>Mean batch size as a share (0 to 1) of the largest; <see cref="double.NaN"/> before the first batch.</summary>
    public double MeanFill => MeanBatchSize / MaxBatchSize;
}

using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>What a <see cref="RequestProcessor{TRequest, TResponse}"/> had done at one moment. Immutable, so safe to share between
/// threads.</summary>
public sealed class RequestStatistics
{
    /// <summary>Number of requests being processed.</summary>
    public required int Active { get; init; }

    /// <summary>Number of requests that wait, at most <see cref="RequestProcessorOptions.QueueLimit"/>.</summary>
    public required int Queued { get; init; }

    /// <summary>Number of requests that wait for room in the queue.</summary>
    public required int WaitingForRoom { get; init; }

    /// <summary>Number of requests rejected because the queue was full or the processor had been stopped.</summary>
    public required long Rejected { get; init; }

    /// <summary>Number of requests cancelled before they were started.</summary>
    public required long Withdrawn { get; init; }

    /// <summary>How long requests waited until they were started.</summary>
    public required LatencySnapshot Queueing { get; init; }

    /// <summary>How long the handler took, by outcome.</summary>
    public required LatencyRecorderSnapshot Processing { get; init; }
}

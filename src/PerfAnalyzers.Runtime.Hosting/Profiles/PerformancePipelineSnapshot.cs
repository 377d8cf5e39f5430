using PerfAnalyzers.Runtime.Caching;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Planning.TradeOffs;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>
/// What a <see cref="PerformancePipeline{TRequest, TResult}"/> held at one moment. Durations and counts are since its beginning,
/// over every profile it had; two snapshots give any window. Immutable, so safe to share between threads.
/// </summary>
public sealed class PerformancePipelineSnapshot
{
    /// <summary>The profile in force.</summary>
    public required PerformanceProfile Profile { get; init; }

    /// <summary>How often another profile was applied.</summary>
    public required int ProfileChanges { get; init; }

    /// <summary>Durations of requests from end to end, by outcome; refused ones count as failed.</summary>
    public required LatencyRecorderSnapshot Latency { get; init; }

    /// <summary>How long requests that reached the handler waited for it.</summary>
    public required LatencySnapshot Queueing { get; init; }

    /// <summary>Durations of handler calls, of batches where the handler takes batches.</summary>
    public required LatencyRecorderSnapshot Handling { get; init; }

    /// <summary>Durations of compression.</summary>
    public required LatencySnapshot Compressing { get; init; }

    /// <summary>Rates of requests that succeeded.</summary>
    public required ThroughputSnapshot Throughput { get; init; }

    /// <summary>Rates of requests that arrived.</summary>
    public required ThroughputSnapshot Arrivals { get; init; }

    /// <summary>The cache; without gets when the pipeline has none or the profile no lifetime.</summary>
    public required CacheMeterSnapshot Cache { get; init; }

    /// <summary>Number of handler calls with batches; 0 where the handler takes single requests.</summary>
    public required long Batches { get; init; }

    /// <summary>Number of requests in those batches.</summary>
    public required long BatchedRequests { get; init; }

    /// <summary>Requests per batch; <see cref="double.NaN"/> before the first.</summary>
    public double MeanBatchSize => (double)BatchedRequests / Batches;

    /// <summary>Number of requests refused because the queue was full.</summary>
    public required long Rejected { get; init; }

    /// <summary>Handler calls running now.</summary>
    public required int Active { get; init; }

    /// <summary>Requests waiting for the handler now.</summary>
    public required int Queued { get; init; }

    /// <summary>The verdict on the time since <paramref name="earlier"/>, or since the pipeline's beginning.</summary>
    /// <param name="targets">The targets; the latency is that of requests that succeeded.</param>
    /// <param name="earlier">An earlier snapshot of the same pipeline, where the window begins.</param>
    /// <exception cref="ArgumentNullException"><paramref name="targets"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="earlier"/> holds more than this snapshot.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is out of its range.</exception>
    /// <exception cref="InvalidOperationException">No target is set.</exception>
    public PerformanceVerdict Evaluate(PerformanceTargets targets, PerformancePipelineSnapshot? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return earlier is null
            ? targets.Evaluate(Latency.Succeeded, Throughput.SinceStart, Arrivals.SinceStart.PerSecond)
            : targets.Evaluate(
                Latency.Succeeded.Subtract(earlier.Latency.Succeeded),
                Throughput.Since(earlier.Throughput),
                Arrivals.Since(earlier.Arrivals).PerSecond);
    }
}

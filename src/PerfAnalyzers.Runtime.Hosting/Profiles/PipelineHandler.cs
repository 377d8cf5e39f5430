using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>The handler's end of a pipeline: who may call it when.</summary>
internal abstract class PipelineHandler<TRequest, TResult>(TimeProvider? timeProvider) : IAsyncDisposable
{
    private long _rejected;

    public LatencyHistogram Queueing { get; } = new(timeProvider: timeProvider);

    public LatencyRecorder Handling { get; } = new(timeProvider: timeProvider);

    public long Rejected => Volatile.Read(ref _rejected);

    public virtual long Batches => 0;

    public virtual long BatchedRequests => 0;

    public abstract int Active { get; }

    public abstract int Queued { get; }

    protected TimeProvider Clock { get; } = timeProvider ?? TimeProvider.System;

    public abstract void Apply(PerformanceProfile profile);

    public abstract ValueTask<TResult> HandleAsync(TRequest request, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected PipelineQueueFullException Refuse()
    {
        Interlocked.Increment(ref _rejected);
        return new PipelineQueueFullException();
    }
}

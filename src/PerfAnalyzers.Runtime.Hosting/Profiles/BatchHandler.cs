using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>A handler that takes batches. Another profile means another processor; the one before finishes what it has.</summary>
internal sealed class BatchHandler<TRequest, TResult>(
    Func<IReadOnlyList<TRequest>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> handler,
    TimeProvider? timeProvider) : PipelineHandler<TRequest, TResult>(timeProvider)
{
    private readonly object _swapping = new();
    private readonly List<BatchProcessor<QueuedRequest, TResult>> _processors = [];
    private bool _isDisposed;
    private long _batches;
    private long _batchedRequests;

    public override long Batches => Volatile.Read(ref _batches);

    public override long BatchedRequests => Volatile.Read(ref _batchedRequests);

    public override int Active => Sum(statistics => statistics.ActiveBatches);

    public override int Queued => Sum(statistics => statistics.QueuedItems + statistics.WaitingCallers);

    public override void Apply(PerformanceProfile profile)
    {
        var next = new BatchProcessor<QueuedRequest, TResult>(
            HandleBatchAsync,
            new BatchProcessorOptions
            {
                MaxBatchSize = profile.MaxBatchSize,
                MaxDelay = profile.MaxBatchDelay,
                Capacity = profile.QueueLimit,
                MaxConcurrency = profile.EffectiveConcurrency,
            },
            Clock);
        BatchProcessor<QueuedRequest, TResult>? last;
        lock (_swapping)
        {
            last = _processors.LastOrDefault();
            _processors.Add(next);
        }

        if (last is not null)
        {
            _ = RetireAsync(last);
        }
    }

    public override async ValueTask<TResult> HandleAsync(TRequest request, CancellationToken cancellationToken)
    {
        ValueTask<TResult> result;

        // The lock keeps the processor from being retired between being chosen and being given the request.
        lock (_swapping)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_processors[^1].TryAdd(new QueuedRequest(request, Clock.GetTimestamp()), out result, cancellationToken))
            {
                throw Refuse();
            }
        }

        return await result.ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        BatchProcessor<QueuedRequest, TResult>[] processors;
        lock (_swapping)
        {
            _isDisposed = true;
            processors = [.. _processors];
        }

        foreach (var processor in processors)
        {
            await processor.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task RetireAsync(BatchProcessor<QueuedRequest, TResult> processor)
    {
        await processor.DisposeAsync().ConfigureAwait(false);
        lock (_swapping)
        {
            _processors.Remove(processor);
        }
    }

    private async ValueTask<IReadOnlyList<TResult>> HandleBatchAsync(
        IReadOnlyList<QueuedRequest> batch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _batchedRequests, batch.Count);
        var requests = new TRequest[batch.Count];
        for (var i = 0; i < requests.Length; i++)
        {
            Queueing.RecordSince(batch[i].QueuedAt);
            requests[i] = batch[i].Request;
        }

        return await Handling.MeasureAsync(
            static (call, token) => call.Handler(call.Requests, token).AsTask(),
            (Handler: handler, Requests: requests),
            cancellationToken).ConfigureAwait(false);
    }

    private int Sum(Func<BatchStatistics, int> figure)
    {
        lock (_swapping)
        {
            return _processors.Sum(processor => figure(processor.GetStatistics()));
        }
    }

    private readonly record struct QueuedRequest(TRequest Request, long QueuedAt);
}

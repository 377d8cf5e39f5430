using System.Threading.Tasks.Sources;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// Takes batches and handles them, one after the other, and parks when none is due. It is made once and waits on itself, so that
/// neither parking nor waking allocates.
/// </summary>
internal abstract class BatchWorker : IThreadPoolWorkItem, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _wakeUp;
    private bool _started;

    /// <summary>The next of the parked workers.</summary>
    public BatchWorker? NextParked { get; set; }

    /// <summary>How many items it is handling, or 0, and since when.</summary>
    public int BatchSize { get; set; }

    public long StartTimestamp { get; set; }

    /// <summary>Whether the handling of its batch failed.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Makes a worker that is new or parked look for a batch.</summary>
    /// <remarks>
    /// It goes to the end of the pool's common queue. On the thread's own queue it would run before the callers that have just got
    /// their results, and these have items for the next batch: every batch would be of one item. And it takes no
    /// <see cref="ExecutionContext"/> along.
    /// </remarks>
    public void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Gets ready to be woken. To be called before anyone can find the worker among the parked ones.</summary>
    public void Park() => _wakeUp.Reset();

    public void Execute()
    {
        if (_started)
        {
            _wakeUp.SetResult(true);
            return;
        }

        _started = true;
        _ = RunAsync();
    }

    void IValueTaskSource.GetResult(short token) => _wakeUp.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wakeUp.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) => _wakeUp.OnCompleted(continuation, state, token, flags);

    /// <summary>Handles batches until the processor ends. Never throws: what a handler throws belongs to its batch.</summary>
    protected abstract Task RunAsync();

    /// <summary>Completes when the worker, having parked, is woken.</summary>
    protected ValueTask WokenAsync() => new(this, _wakeUp.Version);
}

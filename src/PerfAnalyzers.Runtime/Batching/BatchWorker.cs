using System.Threading.Tasks.Sources;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// Takes batches and handles them, one after the other, and parks when none is due. It is made once and waits on itself, so that
/// neither parking nor waking allocates.
/// </summary>
internal abstract class BatchWorker : IThreadPoolWorkItem, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _wakeUp = new() { RunContinuationsAsynchronously = true };
    private bool _started;

    /// <summary>The next of the parked workers.</summary>
    public BatchWorker? NextParked { get; set; }

    /// <summary>Whether it is handling a batch, and since when.</summary>
    public bool HasBatch { get; set; }

    public long StartTimestamp { get; set; }

    /// <summary>Whether the handling of its batch failed.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Makes a worker that is new or parked look for a batch, on a thread of the pool.</summary>
    public void Wake()
    {
        if (_started)
        {
            _wakeUp.SetResult(true);
            return;
        }

        // From the pool's queue rather than from here, so that no caller's ExecutionContext stays with the worker.
        _started = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Gets ready to be woken. To be called before anyone can find the worker among the parked ones.</summary>
    public void Park() => _wakeUp.Reset();

    public void Execute() => _ = RunAsync();

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

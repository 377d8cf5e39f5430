using System.Threading.Tasks.Sources;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// An item whose caller awaits something: its result, or room in the queue. It is the promise behind the caller's ValueTask, a
/// link of the list it waits in, and goes back to its pool when the caller has fetched the result.
/// </summary>
internal sealed class PendingItem<TItem, TResult>(PendingItemList<TItem, TResult> list) : IValueTaskSource<TResult>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<TResult> _promise = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;

    public TItem Item { get; set; } = default!;

    public ItemOrigin? Origin { get; set; }

    /// <summary>When it came, or a little earlier.</summary>
    public long Timestamp { get; set; }

    /// <summary>Whether it is in the list, so that it can still be withdrawn.</summary>
    public bool IsListed { get; set; }

    public PendingItem<TItem, TResult>? Previous { get; set; }

    public PendingItem<TItem, TResult>? Next { get; set; }

    /// <summary>Number of items in the pool from this one on.</summary>
    public int PoolDepth { get; set; }

    public short Version => _promise.Version;

    /// <summary>Lets the token withdraw the item. To be called before the caller gets its ValueTask, so before the item can be
    /// reused.</summary>
    public void WithdrawOn(CancellationToken cancellationToken, Action<object?, CancellationToken> withdraw)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(withdraw, this);
        }
    }

    public void Complete(TResult result) => _promise.SetResult(result);

    public void Fail(Exception exception) => _promise.SetException(exception);

    public TResult GetResult(short token)
    {
        if (_promise.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The result is not there yet: await the ValueTask, once.");
        }

        try
        {
            return _promise.GetResult(token);
        }
        finally
        {
            Recycle();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _promise.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token, flags);

    private void Recycle()
    {
        // A registration that cannot be taken back is running this moment, with this item in hand.
        if (_registration == default || _registration.Unregister())
        {
            _registration = default;
            Item = default!;
            Origin = null;
            _promise.Reset();
            list.Return(this);
        }
    }
}

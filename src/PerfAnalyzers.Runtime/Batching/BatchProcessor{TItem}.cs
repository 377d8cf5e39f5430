namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// Collects items into batches for a handler whose outcome the callers do not wait for: log lines, metrics, events. When a batch
/// is due, and everything else not said here, is as in <see cref="BatchProcessor{TItem, TResult}"/>.
/// <list type="bullet">
/// <item><description>A caller waits only for room: while <see cref="BatchProcessorOptions.Capacity"/> items wait,
/// <see cref="AddAsync"/> completes when its item has found room, and <see cref="TryAdd"/> refuses.</description></item>
/// <item><description>An item accepted is handled exactly once; a token withdraws only an item that is still waiting for
/// room.</description></item>
/// <item><description>A handler that throws has its batch given to the failure callback, and other batches go on.</description></item>
/// <item><description>Disposing handles all that was added before, including what was waiting for room. Stopping with a deadline
/// drops what is left then and counts it in <see cref="BatchStatistics.CancelledItems"/>.</description></item>
/// </list>
/// All members are safe to call from any thread.
/// </summary>
/// <typeparam name="TItem">What callers add.</typeparam>
public sealed class BatchProcessor<TItem> : IAsyncDisposable
{
    private readonly ItemBatchQueue<TItem> _queue;

    /// <summary>Makes a processor; nothing runs until an item is added.</summary>
    /// <param name="handler">
    /// Handles a batch. The list of items is its own only until the returned task is done. The token is cancelled when the
    /// processor is stopped and the deadline passes.
    /// </param>
    /// <param name="onFailure">
    /// Gets what the handler threw and the items of that batch, which are its own only until it returns: no caller is left to
    /// learn of it. What it throws itself is ignored.
    /// </param>
    /// <param name="options">When a batch is due; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock and its timers; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> or <paramref name="onFailure"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> is out of its range.</exception>
    public BatchProcessor(
        Func<IReadOnlyList<TItem>, CancellationToken, ValueTask> handler,
        Action<Exception, IReadOnlyList<TItem>> onFailure,
        BatchProcessorOptions? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(onFailure);
        _queue = new ItemBatchQueue<TItem>(
            handler,
            onFailure,
            (options ?? new BatchProcessorOptions()).Validated(nameof(options)),
            timeProvider);
    }

    /// <summary>Adds an item and completes when it has been accepted, at once unless the queue is full.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Withdraws the item as long as it waits for room.</param>
    /// <returns>A task to be awaited once, like every <see cref="ValueTask"/>.</returns>
    /// <exception cref="OperationCanceledException">
    /// The item was withdrawn, by <paramref name="cancellationToken"/> or since the processor was stopped.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed or being stopped.</exception>
    public ValueTask AddAsync(TItem item, CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled(cancellationToken)
        : _queue.AddAsync(item, cancellationToken);

    /// <summary>Adds an item unless the queue is full.</summary>
    /// <returns>Whether it was added; if not, it is counted in <see cref="BatchStatistics.RejectedItems"/>.</returns>
    /// <exception cref="ObjectDisposedException">The processor is disposed or being stopped.</exception>
    public bool TryAdd(TItem item) => _queue.TryAdd(item);

    /// <summary>What the processor has done so far.</summary>
    public BatchStatistics GetStatistics() => _queue.GetStatistics();

    /// <summary>Accepts nothing more and completes when every item added before has been handled.</summary>
    /// <param name="deadline">
    /// Once it is cancelled, items not yet taken are dropped and the token of the running handlers is cancelled; these are waited
    /// for.
    /// </param>
    public Task StopAsync(CancellationToken deadline = default) => _queue.StopAsync(deadline);

    /// <summary>Accepts nothing more and completes when every item added before has been handled, without waiting for any delay.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();
}

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// Collects items of many callers into batches and gives each caller the result of its own item: many small calls of a database
/// or service become few large ones.
/// <para>
/// A batch is handed over as soon as a handler is free (the default), or when it is full or its oldest item is
/// <see cref="BatchProcessorOptions.MaxDelay"/> old. Items are taken in the order in which they came, each exactly once. Adding
/// an item allocates nothing in steady state.
/// </para>
/// <para>Every call has one of these outcomes:</para>
/// <list type="bullet">
/// <item><description>The handler returned one result per item: each caller gets its own.</description></item>
/// <item><description>The handler threw: every caller of that batch gets that exception; other batches go on.</description></item>
/// <item><description>The handler returned null, or more or fewer results than items: nobody can tell which belongs to whom, so
/// every caller of that batch gets an <see cref="InvalidOperationException"/>.</description></item>
/// <item><description>The caller's token was cancelled before the item was taken: the handler never sees it, and the caller gets
/// an <see cref="OperationCanceledException"/> with that token. Once taken, an item is being worked on, and its caller gets what
/// comes of it; who does not want to wait for that uses <see cref="Task.WaitAsync(CancellationToken)"/> on top.</description></item>
/// <item><description>The processor is disposed: items added before are handled as usual, later calls throw
/// <see cref="ObjectDisposedException"/>.</description></item>
/// <item><description>It is stopped and the deadline passes: items not taken end in an <see cref="OperationCanceledException"/>,
/// those with the handler in what it makes of its cancelled token.</description></item>
/// </list>
/// <para>
/// All members are safe to call from any thread. The handler runs on the thread pool, without the
/// <see cref="ExecutionContext"/> of any caller, since it serves many; where somebody listens to the source
/// <c>PerfAnalyzers.Runtime.Batching</c> it has a span with links to those of its items. It runs for up to <see
/// cref="BatchProcessorOptions.MaxConcurrency"/> batches at a time.
/// It must not await an item of its own processor, which might be behind it in the queue.
/// </para>
/// </summary>
/// <typeparam name="TItem">What callers add.</typeparam>
/// <typeparam name="TResult">What they get.</typeparam>
public sealed class BatchProcessor<TItem, TResult> : IAsyncDisposable
{
    private readonly ResultBatchQueue<TItem, TResult> _queue;

    /// <summary>Makes a processor; nothing runs until an item is added.</summary>
    /// <param name="handler">
    /// Handles a batch and returns one result per item, in the same order. The list of items is its own only until the returned
    /// task is done. The token is cancelled when the processor is stopped and the deadline passes.
    /// </param>
    /// <param name="options">When a batch is due; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock and its timers; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> is out of its range.</exception>
    public BatchProcessor(
        Func<IReadOnlyList<TItem>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> handler,
        BatchProcessorOptions? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _queue = new ResultBatchQueue<TItem, TResult>(
            handler,
            (options ?? new BatchProcessorOptions()).Validated(nameof(options)),
            timeProvider);
    }

    /// <summary>
    /// Adds an item and completes with its result. While <see cref="BatchProcessorOptions.Capacity"/> items wait, further calls
    /// queue up behind them.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Withdraws the item as long as no batch has taken it.</param>
    /// <returns>A task to be awaited once, like every <see cref="ValueTask{TResult}"/>.</returns>
    /// <exception cref="InvalidOperationException">The handler did not return one result per item. What it throws itself is passed
    /// on.</exception>
    /// <exception cref="OperationCanceledException">
    /// The item was withdrawn, by <paramref name="cancellationToken"/> or since the processor was stopped.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The processor is disposed or being stopped.</exception>
    public ValueTask<TResult> AddAsync(TItem item, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        _queue.TryAdd(item, evenIfFull: true, cancellationToken, out var result);
        return result;
    }

    /// <summary>Adds an item unless <see cref="BatchProcessorOptions.Capacity"/> items are waiting: the way to refuse load.</summary>
    /// <param name="item">The item.</param>
    /// <param name="result">A task to be awaited once, with the result of the item, if it was added.</param>
    /// <param name="cancellationToken">Withdraws the item as long as no batch has taken it.</param>
    /// <returns>Whether it was added; if not, it is counted in <see cref="BatchStatistics.RejectedItems"/>.</returns>
    /// <exception cref="ObjectDisposedException">The processor is disposed or being stopped.</exception>
    public bool TryAdd(TItem item, out ValueTask<TResult> result, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            result = ValueTask.FromCanceled<TResult>(cancellationToken);
            return true;
        }

        return _queue.TryAdd(item, evenIfFull: false, cancellationToken, out result);
    }

    /// <summary>What the processor has done so far.</summary>
    public BatchStatistics GetStatistics() => _queue.GetStatistics();

    /// <summary>Accepts nothing more and completes when every item added before has its outcome.</summary>
    /// <param name="deadline">
    /// Once it is cancelled, items not yet taken are withdrawn and the token of the running handlers is cancelled; these are
    /// waited for.
    /// </param>
    public Task StopAsync(CancellationToken deadline = default) => _queue.StopAsync(deadline);

    /// <summary>Accepts nothing more and completes when every item added before has been handled, without waiting for any delay.</summary>
    public ValueTask DisposeAsync() => _queue.DisposeAsync();
}

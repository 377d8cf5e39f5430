namespace PerfAnalyzers.Runtime.Batching;

/// <summary>The queue of a processor whose callers await the result of their item.</summary>
internal sealed class ResultBatchQueue<TItem, TResult> : BatchQueue
{
    private readonly Func<IReadOnlyList<TItem>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> _handler;
    private readonly PendingItemList<TItem, TResult> _waiting;
    private readonly Action<object?, CancellationToken> _withdraw;
    private long _timestamp;
    private int _toShareTimestamp;

    public ResultBatchQueue(
        Func<IReadOnlyList<TItem>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> handler,
        BatchProcessorOptions options,
        TimeProvider? timeProvider)
        : base(options, timeProvider)
    {
        _handler = handler;
        _waiting = new PendingItemList<TItem, TResult>(mostPooled: options.Capacity);
        _withdraw = Withdraw;
    }

    public bool TryAdd(TItem item, bool evenIfFull, CancellationToken cancellationToken, out ValueTask<TResult> result)
    {
        PendingItem<TItem, TResult> pending;
        BatchWorker? worker;
        var origin = ItemOrigin.OfCaller();
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(BatchProcessor<TItem, TResult>));
            if (!evenIfFull && Queued >= Capacity)
            {
                RejectedItems++;
                result = default;
                return false;
            }

            pending = _waiting.Append(item, TimestampOfNext());
            pending.Origin = origin;
            Queued++;
            worker = WorkerToWake();
        }

        worker?.Wake();
        result = new ValueTask<TResult>(pending, pending.Version);
        pending.WithdrawOn(cancellationToken, _withdraw);
        return true;
    }

    /// <summary>Adds items that belong together, so that no batch is taken before all are there.</summary>
    public List<ValueTask<TResult>> AddAll(List<TItem> items)
    {
        var results = new List<ValueTask<TResult>>(items.Count);
        var origin = ItemOrigin.OfCaller();
        BatchWorker? worker;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(BatchProcessor<TItem, TResult>));
            foreach (var item in items)
            {
                var pending = _waiting.Append(item, TimestampOfNext());
                pending.Origin = origin;
                Queued++;
                results.Add(new ValueTask<TResult>(pending, pending.Version));
            }

            worker = WorkerToWake();
        }

        worker?.Wake();
        return results;
    }

    protected override int Take(BatchWorker worker, out long openedAt)
    {
        openedAt = _waiting.First.Timestamp;
        var size = Math.Min(Queued, MaxBatchSize);
        var batch = (Worker)worker;
        for (var i = 0; i < size; i++)
        {
            batch.Append(_waiting.RemoveFirst());
        }

        Queued -= size;
        return size;
    }

    protected override long OldestTimestamp() => _waiting.First.Timestamp;

    protected override int WaitingCallers() => Math.Max(0, Queued - Capacity);

    protected override BatchWorker NewWorker() => new Worker(this);

    protected override void WithdrawAll()
    {
        while (true)
        {
            PendingItem<TItem, TResult> pending;
            lock (Gate)
            {
                if (Queued == 0)
                {
                    return;
                }

                pending = _waiting.First;
                RemoveWithdrawn(pending);
            }

            pending.Fail(StoppedBeforeHandled());
        }
    }

    // One look at the clock for as many items as fill a batch: the first of a batch has its own time, the others an earlier one.
    private long TimestampOfNext()
    {
        if (Queued == 0 || _toShareTimestamp == 0)
        {
            _timestamp = Clock.GetTimestamp();
            _toShareTimestamp = MaxBatchSize;
        }

        _toShareTimestamp--;
        return _timestamp;
    }

    private void Withdraw(object? item, CancellationToken cancellationToken)
    {
        var pending = (PendingItem<TItem, TResult>)item!;
        lock (Gate)
        {
            if (!pending.IsListed)
            {
                return;
            }

            RemoveWithdrawn(pending);
        }

        pending.Fail(new OperationCanceledException(cancellationToken));
    }

    private void RemoveWithdrawn(PendingItem<TItem, TResult> pending)
    {
        _waiting.Remove(pending);
        Queued--;
        CancelledItems++;
    }

    private sealed class Worker(ResultBatchQueue<TItem, TResult> queue) : BatchWorker
    {
        private readonly BatchItems<TItem> _items = new();
        private readonly List<PendingItem<TItem, TResult>> _promises = [];

        public void Append(PendingItem<TItem, TResult> pending)
        {
            _items.Append(pending.Item, pending.Origin);
            _promises.Add(pending);
        }

        protected override async Task RunAsync()
        {
            for (var step = queue.Next(this); step != Step.End; step = queue.Next(this))
            {
                if (step == Step.Wait)
                {
                    await WokenAsync().ConfigureAwait(false);
                    continue;
                }

                var answered = 0;
                try
                {
                    var results = await HandleAsync().ConfigureAwait(false);
                    RequireOneEach(results);
                    for (; answered < _promises.Count; answered++)
                    {
                        _promises[answered].Complete(results[answered]);
                    }
                }
                catch (Exception exception)
                {
                    HasFailed = true;
                    for (; answered < _promises.Count; answered++)
                    {
                        _promises[answered].Fail(exception);
                    }
                }

                _items.Clear();
                _promises.Clear();
            }
        }

        private ValueTask<IReadOnlyList<TResult>> HandleAsync() =>
            _items.Origins is { Count: > 0 } ? HandleForOriginsAsync(_items.Origins) : queue._handler(_items, queue.Aborted);

        private async ValueTask<IReadOnlyList<TResult>> HandleForOriginsAsync(List<ItemOrigin> origins)
        {
            using var activity = BatchActivity.Start(origins, _items.Count);
            return await queue._handler(_items, queue.Aborted).ConfigureAwait(false);
        }

        private void RequireOneEach(IReadOnlyList<TResult>? results)
        {
            if (results?.Count != _items.Count)
            {
                throw new InvalidOperationException(
                    $"The handler answered {_items.Count} items with {results?.Count.ToString() ?? "no list of"} results; "
                    + "it must give one each, in the same order.");
            }
        }
    }
}

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>The queue of a processor whose callers do not await what becomes of their items: batches are filled as items come.</summary>
internal sealed class ItemBatchQueue<TItem> : BatchQueue
{
    private readonly Func<IReadOnlyList<TItem>, CancellationToken, ValueTask> _handler;
    private readonly Action<Exception, IReadOnlyList<TItem>> _onFailure;
    private readonly Queue<BatchItems<TItem>> _full = new();
    private readonly Stack<BatchItems<TItem>> _free = new();
    private readonly PendingItemList<TItem, bool> _waiting;
    private readonly Action<object?, CancellationToken> _withdraw;
    private BatchItems<TItem> _open = new();

    public ItemBatchQueue(
        Func<IReadOnlyList<TItem>, CancellationToken, ValueTask> handler,
        Action<Exception, IReadOnlyList<TItem>> onFailure,
        BatchProcessorOptions options,
        TimeProvider? timeProvider)
        : base(options, timeProvider)
    {
        _handler = handler;
        _onFailure = onFailure;
        _waiting = new PendingItemList<TItem, bool>(mostPooled: options.Capacity);
        _withdraw = Withdraw;
    }

    public bool TryAdd(TItem item)
    {
        BatchWorker? worker;
        var origin = ItemOrigin.OfCaller();
        lock (Gate)
        {
            if (!HasRoom())
            {
                RejectedItems++;
                return false;
            }

            Store(item, origin);
            worker = WorkerToWake();
        }

        worker?.Wake();
        return true;
    }

    public ValueTask AddAsync(TItem item, CancellationToken cancellationToken)
    {
        BatchWorker? worker = null;
        PendingItem<TItem, bool>? pending = null;
        var origin = ItemOrigin.OfCaller();
        lock (Gate)
        {
            if (HasRoom())
            {
                Store(item, origin);
                worker = WorkerToWake();
            }
            else
            {
                pending = _waiting.Append(item, timestamp: 0);
                pending.Origin = origin;
            }
        }

        worker?.Wake();
        if (pending is null)
        {
            return ValueTask.CompletedTask;
        }

        var admitted = new ValueTask(pending, pending.Version);
        pending.WithdrawOn(cancellationToken, _withdraw);
        return admitted;
    }

    protected override int Take(BatchWorker worker, out long openedAt)
    {
        var taker = (Worker)worker;
        var empty = taker.Items;
        if (_full.TryDequeue(out var oldest))
        {
            _free.Push(empty);
        }
        else
        {
            oldest = _open;
            _open = empty;
        }

        taker.Items = oldest;
        openedAt = oldest.Timestamp;
        Queued -= oldest.Count;
        while (_waiting.Count > 0 && Queued < Capacity)
        {
            var pending = _waiting.RemoveFirst();
            Store(pending.Item, pending.Origin);
            taker.Admitted.Add(pending);
        }

        return oldest.Count;
    }

    protected override long OldestTimestamp() => (_full.TryPeek(out var oldest) ? oldest : _open).Timestamp;

    protected override int WaitingCallers() => _waiting.Count;

    protected override BatchWorker NewWorker() => new Worker(this);

    protected override void WithdrawAll()
    {
        var callers = new List<PendingItem<TItem, bool>>();
        lock (Gate)
        {
            CancelledItems += Queued + _waiting.Count;
            Queued = 0;
            _full.Clear();
            _open.Clear();
            while (_waiting.Count > 0)
            {
                callers.Add(_waiting.RemoveFirst());
            }
        }

        foreach (var caller in callers)
        {
            caller.Fail(StoppedBeforeHandled());
        }
    }

    private bool HasRoom()
    {
        ObjectDisposedException.ThrowIf(IsClosed, typeof(BatchProcessor<TItem>));
        return Queued < Capacity;
    }

    private void Store(TItem item, ItemOrigin? origin)
    {
        if (_open.Count == 0)
        {
            _open.Timestamp = Clock.GetTimestamp();
        }

        _open.Append(item, origin);
        Queued++;
        if (_open.Count == MaxBatchSize)
        {
            _full.Enqueue(_open);
            _open = _free.TryPop(out var empty) ? empty : new BatchItems<TItem>(MaxBatchSize);
        }
    }

    private void Withdraw(object? item, CancellationToken cancellationToken)
    {
        var pending = (PendingItem<TItem, bool>)item!;
        lock (Gate)
        {
            if (!pending.IsListed)
            {
                return;
            }

            _waiting.Remove(pending);
            CancelledItems++;
        }

        pending.Fail(new OperationCanceledException(cancellationToken));
    }

    private sealed class Worker(ItemBatchQueue<TItem> queue) : BatchWorker
    {
        /// <summary>The batch, empty when there is none.</summary>
        public BatchItems<TItem> Items { get; set; } = new();

        /// <summary>Callers whose item found room when the batch was taken, and who do not know yet.</summary>
        public List<PendingItem<TItem, bool>> Admitted { get; } = [];

        protected override async Task RunAsync()
        {
            for (var step = queue.Next(this); step != Step.End; step = queue.Next(this))
            {
                if (step == Step.Wait)
                {
                    await WokenAsync().ConfigureAwait(false);
                    continue;
                }

                TellAdmitted();
                try
                {
                    await HandleAsync().ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    HasFailed = true;
                    Report(exception);
                }

                Items.Clear();
            }
        }

        private ValueTask HandleAsync() =>
            Items.Origins is { Count: > 0 } ? HandleForOriginsAsync(Items.Origins) : queue._handler(Items, queue.Aborted);

        private async ValueTask HandleForOriginsAsync(List<ItemOrigin> origins)
        {
            using var activity = BatchActivity.Start(origins, Items.Count);
            await queue._handler(Items, queue.Aborted).ConfigureAwait(false);
        }

        private void TellAdmitted()
        {
            foreach (var caller in Admitted)
            {
                caller.Complete(true);
            }

            Admitted.Clear();
        }

        private void Report(Exception exception)
        {
            try
            {
                queue._onFailure(exception, Items);
            }
            catch
            {
                // Nobody is left to tell, and the next batch is to be handled whatever happened to this one.
            }
        }
    }
}

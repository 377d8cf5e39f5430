namespace PerfAnalyzers.Runtime.Batching;

/// <summary>Items in the order in which they came, and those that are free. Not synchronised but for <see cref="Return"/>.</summary>
/// <param name="mostPooled">How many free items are kept.</param>
internal sealed class PendingItemList<TItem, TResult>(int mostPooled)
{
    private PendingItem<TItem, TResult>? _first;
    private PendingItem<TItem, TResult>? _last;
    private PendingItem<TItem, TResult>? _free;
    private PendingItem<TItem, TResult>? _returned;

    public int Count { get; private set; }

    public PendingItem<TItem, TResult> First => _first!;

    public PendingItem<TItem, TResult> Append(TItem item, long timestamp)
    {
        var pending = Rent();
        pending.Item = item;
        pending.Timestamp = timestamp;
        pending.IsListed = true;
        pending.Previous = _last;
        if (_last is null)
        {
            _first = pending;
        }
        else
        {
            _last.Next = pending;
        }

        _last = pending;
        Count++;
        return pending;
    }

    public PendingItem<TItem, TResult> RemoveFirst()
    {
        var pending = _first!;
        Remove(pending);
        return pending;
    }

    public void Remove(PendingItem<TItem, TResult> pending)
    {
        if (pending.Previous is null)
        {
            _first = pending.Next;
        }
        else
        {
            pending.Previous.Next = pending.Next;
        }

        if (pending.Next is null)
        {
            _last = pending.Previous;
        }
        else
        {
            pending.Next.Previous = pending.Previous;
        }

        pending.Previous = pending.Next = null;
        pending.IsListed = false;
        Count--;
    }

    /// <summary>Gives an item back; from any thread, at any time.</summary>
    public void Return(PendingItem<TItem, TResult> pending)
    {
        var returned = Volatile.Read(ref _returned);
        while (true)
        {
            pending.PoolDepth = (returned?.PoolDepth ?? 0) + 1;
            if (pending.PoolDepth > mostPooled)
            {
                return;
            }

            pending.Next = returned;
            var seen = Interlocked.CompareExchange(ref _returned, pending, returned);
            if (seen == returned)
            {
                return;
            }

            returned = seen;
        }
    }

    // Returned items are taken all at once, never one from the top, so none can have been taken and returned in between (ABA).
    private PendingItem<TItem, TResult> Rent()
    {
        _free ??= Interlocked.Exchange(ref _returned, null);
        if (_free is not { } pending)
        {
            return new PendingItem<TItem, TResult>(this);
        }

        _free = pending.Next;
        pending.Next = null;
        return pending;
    }
}

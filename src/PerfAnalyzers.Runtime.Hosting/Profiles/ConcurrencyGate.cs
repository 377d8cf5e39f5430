namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>
/// Lets a number of callers in at a time, the others in the order in which they came. Unlike a semaphore it can be made smaller
/// and larger while in use, and its queue has a limit.
/// </summary>
internal sealed class ConcurrencyGate(int limit, int queueLimit)
{
    private readonly object _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private int _limit = limit;
    private int _queueLimit = queueLimit;
    private int _active;

    public int Active
    {
        get
        {
            lock (_lock)
            {
                return _active;
            }
        }
    }

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>False when the queue is full; otherwise the task completes when the caller is in.</summary>
    public bool TryEnter(CancellationToken cancellationToken, out ValueTask entered)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (_active < _limit && _waiting.Count == 0)
            {
                _active++;
                entered = ValueTask.CompletedTask;
                return true;
            }

            if (_waiting.Count >= _queueLimit)
            {
                entered = default;
                return false;
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        entered = WaitAsync(place, cancellationToken);
        return true;
    }

    public void Exit()
    {
        TaskCompletionSource? next;
        lock (_lock)
        {
            _active--;
            next = TakeNext();
        }

        next?.SetResult();
    }

    public void Resize(int limit, int queueLimit)
    {
        lock (_lock)
        {
            _limit = limit;
            _queueLimit = queueLimit;
        }

        while (true)
        {
            TaskCompletionSource? next;
            lock (_lock)
            {
                next = TakeNext();
            }

            if (next is null)
            {
                return;
            }

            next.SetResult();
        }
    }

    // Whoever is taken out of the list is in; cancellation finds it gone and does nothing.
    private TaskCompletionSource? TakeNext()
    {
        if (_active >= _limit || _waiting.First is not { } first)
        {
            return null;
        }

        _waiting.RemoveFirst();
        _active++;
        return first.Value;
    }

    private async ValueTask WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (gate, place) = ((ConcurrencyGate, LinkedListNode<TaskCompletionSource>))state!;
                gate.Withdraw(place, token);
            },
            (this, place));
        await place.Value.Task.ConfigureAwait(false);
    }

    private void Withdraw(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return;
            }

            _waiting.Remove(place);
        }

        place.Value.SetCanceled(cancellationToken);
    }
}

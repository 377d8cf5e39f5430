using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>Hands out a number of slots in the order in which they were asked for.</summary>
internal sealed class AdmissionQueue(RequestProcessorOptions options)
{
    private readonly object _gate = new();
    private readonly LinkedList<TaskCompletionSource<Admission>> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _active;
    private bool _closed;
    private long _rejected;
    private long _withdrawn;

    /// <summary>Completes when the queue is closed and every slot has come back.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Waits for a slot. Who is admitted must <see cref="Leave"/>.</summary>
    public async ValueTask<Admission> EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<Admission>> place;
        lock (_gate)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _withdrawn++;
                return Admission.Withdrawn;
            }

            if (_closed)
            {
                _rejected++;
                return Admission.Closed;
            }

            if (_active < options.MaxConcurrency)
            {
                _active++;
                return Admission.Admitted;
            }

            if (options.WhenFull == FullQueueBehavior.Reject && _waiting.Count >= options.QueueLimit)
            {
                _rejected++;
                return Admission.Full;
            }

            place = _waiting.AddLast(new TaskCompletionSource<Admission>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(place), null);
        return await place.Value.Task.ConfigureAwait(false);
    }

    public void Leave()
    {
        TaskCompletionSource<Admission>? next;
        lock (_gate)
        {
            next = _waiting.First?.Value;
            if (next is null)
            {
                _active--;
                EndIfIdle();
            }
            else
            {
                _waiting.RemoveFirst();
            }
        }

        next?.SetResult(Admission.Admitted);
    }

    /// <summary>Admits nobody who comes from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            EndIfIdle();
        }
    }

    public void WithdrawAll()
    {
        while (true)
        {
            LinkedListNode<TaskCompletionSource<Admission>>? first;
            lock (_gate)
            {
                first = _waiting.First;
            }

            if (first is null)
            {
                return;
            }

            Withdraw(first);
        }
    }

    public RequestStatistics Read(LatencySnapshot queueing, LatencyRecorderSnapshot processing)
    {
        lock (_gate)
        {
            return new RequestStatistics
            {
                Active = _active,
                Queued = Math.Min(_waiting.Count, options.QueueLimit),
                WaitingForRoom = Math.Max(0, _waiting.Count - options.QueueLimit),
                Rejected = _rejected,
                Withdrawn = _withdrawn,
                Queueing = queueing,
                Processing = processing,
            };
        }
    }

    private void Withdraw(LinkedListNode<TaskCompletionSource<Admission>> place)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return;
            }

            _waiting.Remove(place);
            _withdrawn++;
        }

        place.Value.SetResult(Admission.Withdrawn);
    }

    private void EndIfIdle()
    {
        if (_closed && _active == 0)
        {
            _ended.TrySetResult();
        }
    }
}

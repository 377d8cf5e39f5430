namespace PerfAnalyzers.Runtime.Batching;

/// <content>How it ends.</content>
internal abstract partial class BatchQueue
{
    public async Task StopAsync(CancellationToken deadline)
    {
        Close();
        using var registration = deadline.UnsafeRegister(static queue => ((BatchQueue)queue!).Abort(), this);
        await _ended.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Close()
    {
        BatchWorker? parked;
        lock (Gate)
        {
            if (IsClosed)
            {
                return;
            }

            IsClosed = true;
            parked = _parked;
            _parked = null;
            for (var worker = parked; worker is not null; worker = worker.NextParked)
            {
                _searching++;
            }

            if (parked is null)
            {
                parked = WorkerToWake();
            }

            EndIfIdle();
        }

        while (parked is not null)
        {
            // Read before it runs: it may be elsewhere then.
            var next = parked.NextParked;
            parked.Wake();
            parked = next;
        }
    }

    private void Abort()
    {
        WithdrawAll();
        _abort.Cancel();
    }

    private void EndIfIdle()
    {
        if (_workers == 0 && Queued == 0)
        {
            _timer?.Dispose();
            _ended.TrySetResult();
        }
    }
}

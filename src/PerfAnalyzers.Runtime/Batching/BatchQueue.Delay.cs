namespace PerfAnalyzers.Runtime.Batching;

/// <content>The timer of batches that are not full.</content>
internal abstract partial class BatchQueue
{
    // Without the ExecutionContext of whoever makes the processor: its items belong to many callers.
    private ITimer CreateTimer()
    {
        if (!ExecutionContext.IsFlowSuppressed())
        {
            using var _ = ExecutionContext.SuppressFlow();
            return CreateTimer();
        }

        return Clock.CreateTimer(
            static queue => ((BatchQueue)queue!).LookAgain(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    // Left set until it fires, however many batches have gone in between: setting it costs more than a look at the clock.
    private void SetTimer(TimeSpan due)
    {
        _timerIsSet = true;
        _timer!.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(due.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void LookAgain()
    {
        BatchWorker? worker = null;
        lock (Gate)
        {
            _timerIsSet = false;
            if (Queued == 0 || _searching + _handling >= _maxConcurrency)
            {
                // A busy worker looks at the age itself when it is through.
                return;
            }

            if (IsDue())
            {
                worker = Unpark();
            }
            else
            {
                SetTimer(Remaining());
            }
        }

        worker?.Wake();
    }
}

using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Latency;
#if NET9_0_OR_GREATER
using GateLock = System.Threading.Lock;
#else
using GateLock = object;
#endif

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// Decides when a batch is due and who handles it; what waits is kept by the derived class. Everything marked "in the gate" is
/// called with <see cref="Gate"/> held; neither handlers nor continuations run in it.
/// </summary>
internal abstract partial class BatchQueue : IAsyncDisposable
{
    // A look every microsecond (29 ns a spin, measured), for 16 us at most; on a single processor they would only keep others from adding.
    private const int SpinsBetweenLooks = 32;
    private static readonly int MostLooks = Environment.ProcessorCount > 1 ? 16 : 0;

    protected readonly GateLock Gate = new();
    protected readonly int MaxBatchSize;
    protected readonly int Capacity;

    private readonly int _maxConcurrency;
    private readonly TimeSpan _maxDelay;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LatencyHistogram _queueAge;
    private readonly LatencyHistogram _handlerTime;
    private readonly ITimer? _timer;
    private bool _timerIsSet;
    private BatchWorker? _parked;
    private int _queued;
    private int _workers;
    private int _searching;
    private int _handling;
    private long _batches;
    private long _items;
    private long _fullBatches;
    private long _failedBatches;

    protected BatchQueue(BatchProcessorOptions options, TimeProvider? timeProvider)
    {
        MaxBatchSize = options.MaxBatchSize;
        Capacity = options.Capacity;
        _maxConcurrency = options.MaxConcurrency;
        _maxDelay = options.MaxDelay;
        Clock = timeProvider ?? TimeProvider.System;
        _queueAge = new LatencyHistogram(null, Clock);
        _handlerTime = new LatencyHistogram(null, Clock);
        if (options.MaxDelay > TimeSpan.Zero)
        {
            _timer = CreateTimer();
        }
    }

    public enum Step
    {
        /// <summary>The worker holds a batch.</summary>
        Handle,

        /// <summary>The worker is parked.</summary>
        Wait,

        /// <summary>The worker is done for good.</summary>
        End,
    }

    /// <summary>Cancelled when the processor is stopped without waiting for its handlers.</summary>
    public CancellationToken Aborted => _abort.Token;

    protected TimeProvider Clock { get; }

    /// <summary>Items that wait for a handler. In the gate.</summary>
    protected int Queued
    {
        get => _queued;
        set => _queued = value;
    }

    /// <summary>Set in the gate; nothing is added once it is.</summary>
    protected bool IsClosed { get; private set; }

    protected long CancelledItems { get; set; }

    protected long RejectedItems { get; set; }

    /// <summary>What a worker does next, with the batch it has taken if there is one.</summary>
    public Step Next(BatchWorker worker)
    {
        if (worker.BatchSize > 0)
        {
            _handlerTime.RecordSince(worker.StartTimestamp);
        }

        if (worker.BatchSize > 1)
        {
            LetItemsGather();
        }

        BatchWorker? another;
        long openedAt;
        lock (Gate)
        {
            Account(worker);
            if (!IsDue())
            {
                return Retire(worker);
            }

            worker.BatchSize = Take(worker, out openedAt);
            _handling++;
            _batches++;
            _items += worker.BatchSize;
            _fullBatches += worker.BatchSize == MaxBatchSize ? 1 : 0;
            another = WorkerToWake();
        }

        another?.Wake();
        worker.StartTimestamp = Clock.GetTimestamp();
        _queueAge.RecordTimestampTicks(worker.StartTimestamp - openedAt);
        return Step.Handle;
    }

    public BatchStatistics GetStatistics()
    {
        lock (Gate)
        {
            return new BatchStatistics
            {
                Batches = _batches,
                Items = _items,
                FullBatches = _fullBatches,
                FailedBatches = _failedBatches,
                CancelledItems = CancelledItems,
                RejectedItems = RejectedItems,
                QueuedItems = Math.Min(Queued, Capacity),
                WaitingCallers = WaitingCallers(),
                ActiveBatches = _handling,
                MaxBatchSize = MaxBatchSize,
                QueueAge = _queueAge.GetSnapshot(),
                HandlerTime = _handlerTime.GetSnapshot(),
            };
        }
    }

    /// <summary>Moves up to a batch of the oldest items to the worker. In the gate, and only when there are any.</summary>
    protected abstract int Take(BatchWorker worker, out long openedAt);

    /// <summary>When the oldest waiting item came, or a little earlier. In the gate, and only when there are any.</summary>
    protected abstract long OldestTimestamp();

    protected abstract int WaitingCallers();

    protected abstract BatchWorker NewWorker();

    /// <summary>Withdraws all that waits and tells its callers.</summary>
    protected abstract void WithdrawAll();

    /// <summary>
    /// The worker that the caller must wake when it has left the gate, if there is more to take than the workers that are on
    /// their way will take. In the gate.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected BatchWorker? WorkerToWake() =>
        _searching + _handling >= _maxConcurrency ? null : WorkerForTheRest();

    protected OperationCanceledException StoppedBeforeHandled() =>
        new("The batch processor was stopped before the item was handled.", Aborted);

    private BatchWorker? WorkerForTheRest()
    {
        // Who is on its way takes a batch, so what it will find is not counted.
        var left = Queued - ((long)_searching * MaxBatchSize);
        if (left <= 0)
        {
            return null;
        }

        if (_timer is null || left >= MaxBatchSize || IsClosed)
        {
            return Unpark();
        }

        if (!_timerIsSet)
        {
            var remaining = Remaining();
            if (remaining <= TimeSpan.Zero)
            {
                return Unpark();
            }

            SetTimer(remaining);
        }

        return null;
    }

    // Items come fast, and who takes them keeps the gate from those who add: wait for a full batch as long as every look finds more.
    // A batch that was one item alone says nothing of the kind.
    private void LetItemsGather()
    {
        var before = -1;
        for (var look = 0; look < MostLooks; look++)
        {
            var queued = Volatile.Read(ref _queued);
            if (queued >= MaxBatchSize || queued == before)
            {
                return;
            }

            before = queued;
            Thread.SpinWait(SpinsBetweenLooks);
        }
    }

    private void Account(BatchWorker worker)
    {
        if (worker.BatchSize > 0)
        {
            worker.BatchSize = 0;
            _handling--;
            _failedBatches += worker.HasFailed ? 1 : 0;
            worker.HasFailed = false;
        }
        else
        {
            _searching--;
        }
    }

    private bool IsDue() =>
        Queued > 0 && (_timer is null || IsClosed || IsFullOrLate());

    private bool IsFullOrLate() => Queued >= MaxBatchSize || Remaining() <= TimeSpan.Zero;

    private TimeSpan Remaining() => _maxDelay - Clock.GetElapsedTime(OldestTimestamp());

    private BatchWorker Unpark()
    {
        _searching++;
        if (_parked is not { } worker)
        {
            _workers++;
            return NewWorker();
        }

        _parked = worker.NextParked;
        worker.NextParked = null;
        return worker;
    }

    private Step Retire(BatchWorker worker)
    {
        if (IsClosed)
        {
            _workers--;
            EndIfIdle();
            return Step.End;
        }

        if (Queued > 0 && !_timerIsSet)
        {
            SetTimer(Remaining());
        }

        worker.Park();
        worker.NextParked = _parked;
        _parked = worker;
        return Step.Wait;
    }
}

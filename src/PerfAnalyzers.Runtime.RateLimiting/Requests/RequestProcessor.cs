using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.RateLimiting.Requests;

/// <summary>
/// Processes requests, one by one or in batches, so many at a time and no more. Every request has an outcome of its own: one that
/// fails does not end its batch.
/// <para>
/// Requests are started in the order in which they come. The handler runs on the thread pool, with the
/// <see cref="ExecutionContext"/> of its caller. Queueing and processing are measured apart, since they call for different
/// remedies. All members are safe to call from any thread.
/// </para>
/// </summary>
/// <typeparam name="TRequest">What is asked.</typeparam>
/// <typeparam name="TResponse">What is answered.</typeparam>
public sealed class RequestProcessor<TRequest, TResponse> : IAsyncDisposable
{
    private readonly Func<TRequest, CancellationToken, ValueTask<TResponse>> _handler;
    private readonly TimeProvider _clock;
    private readonly AdmissionQueue _queue;
    private readonly CancellationTokenSource _abort = new();
    private readonly LatencyHistogram _queueing;
    private readonly LatencyRecorder _processing;
    private readonly int _mostAhead;

    /// <summary>Makes a processor.</summary>
    /// <param name="handler">
    /// Answers a request. Its token is cancelled with that of the caller, and when the processor is stopped and the deadline passes.
    /// It must not await a request of its own processor, which may be waiting for its slot.
    /// </param>
    /// <param name="options">How many at a time; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> is out of its range.</exception>
    public RequestProcessor(
        Func<TRequest, CancellationToken, ValueTask<TResponse>> handler,
        RequestProcessorOptions? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        options = (options ?? new RequestProcessorOptions()).Validated(nameof(options));
        _handler = handler;
        _clock = timeProvider ?? TimeProvider.System;
        _queue = new AdmissionQueue(options);
        _queueing = new LatencyHistogram(null, _clock);
        _processing = new LatencyRecorder(null, _clock);
        _mostAhead = options.WhenFull == FullQueueBehavior.Reject
            ? int.MaxValue
            : (int)Math.Min((long)options.MaxConcurrency + options.QueueLimit, int.MaxValue);
    }

    /// <summary>Processes one request. Never throws for what becomes of it.</summary>
    public Task<RequestOutcome<TRequest, TResponse>> ProcessAsync(TRequest request, CancellationToken cancellationToken = default) =>
        ProcessAsync(request, index: 0, cancellationToken);

    /// <summary>
    /// Processes a batch of requests and returns all outcomes in the order of the requests. Never throws for what becomes of
    /// them: when <paramref name="cancellationToken"/> is cancelled, those not done are <see cref="RequestStatus.Cancelled"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> is null.</exception>
    public async Task<IReadOnlyList<RequestOutcome<TRequest, TResponse>>> ProcessAllAsync(
        IEnumerable<TRequest> requests,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var outcomes = new List<RequestOutcome<TRequest, TResponse>>();
        await foreach (var outcome in InOrderAsync(requests, cancellationToken).ConfigureAwait(false))
        {
            outcomes.Add(outcome);
        }

        return outcomes;
    }

    /// <summary>
    /// Processes a batch of requests and yields the outcomes in the order of the requests, each as soon as it and those before
    /// it are there. Who stops reading early cancels the rest, and waits for what is running.
    /// </summary>
    /// <param name="requests">
    /// Read as the processor gets to them: with <see cref="FullQueueBehavior.Wait"/>, at most
    /// <see cref="RequestProcessorOptions.MaxConcurrency"/> + <see cref="RequestProcessorOptions.QueueLimit"/> ahead of the
    /// outcomes that have been read; with <see cref="FullQueueBehavior.Reject"/>, all at once.
    /// </param>
    /// <param name="cancellationToken">Cancels the requests not done; each still has its outcome.</param>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> is null.</exception>
    public IAsyncEnumerable<RequestOutcome<TRequest, TResponse>> ProcessInOrderAsync(
        IEnumerable<TRequest> requests,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return InOrderAsync(requests, cancellationToken);
    }

    /// <summary>
    /// Processes a batch of requests and yields each outcome as soon as it is there;
    /// <see cref="RequestOutcome{TRequest, TResponse}.Index"/>
    /// tells which request it belongs to. Otherwise as <see cref="ProcessInOrderAsync"/>.
    /// </summary>
    /// <inheritdoc cref="ProcessInOrderAsync"/>
    public IAsyncEnumerable<RequestOutcome<TRequest, TResponse>> ProcessAsCompletedAsync(
        IEnumerable<TRequest> requests,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return AsCompletedAsync(requests, cancellationToken);
    }

    /// <summary>What the processor has done so far.</summary>
    public RequestStatistics GetStatistics() => _queue.Read(_queueing.GetSnapshot(), _processing.GetSnapshot());

    /// <summary>
    /// Rejects further requests and completes when every request accepted before has been processed or given up; none is in the
    /// handler then.
    /// </summary>
    /// <param name="deadline">
    /// Once it is cancelled, requests that wait are <see cref="RequestStatus.Cancelled"/>, and so is the token of those being
    /// processed; these are waited for.
    /// </param>
    public async Task StopAsync(CancellationToken deadline = default)
    {
        _queue.Close();
        using var registration = deadline.UnsafeRegister(
            static processor => ((RequestProcessor<TRequest, TResponse>)processor!).Abort(), this);
        await _queue.Ended.ConfigureAwait(false);
    }

    /// <summary>
    /// Rejects further requests and completes when every request accepted before has been processed or given up; none is in the
    /// handler then.
    /// </summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    private async IAsyncEnumerable<RequestOutcome<TRequest, TResponse>> InOrderAsync(
        IEnumerable<TRequest> requests,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeratorToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeratorToken);
        var pending = new Queue<Task<RequestOutcome<TRequest, TResponse>>>();
        using var source = requests.GetEnumerator();
        try
        {
            for (var index = 0; ;)
            {
                while (pending.Count < _mostAhead && source.MoveNext())
                {
                    pending.Enqueue(ProcessAsync(source.Current, index++, ended.Token));
                }

                if (!pending.TryPeek(out var next))
                {
                    yield break;
                }

                var outcome = await next.ConfigureAwait(false);
                _ = pending.Dequeue();
                yield return outcome;
            }
        }
        finally
        {
            ended.Cancel();
            await Task.WhenAll(pending).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<RequestOutcome<TRequest, TResponse>> AsCompletedAsync(
        IEnumerable<TRequest> requests,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeratorToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeratorToken);
        var completed = Channel.CreateUnbounded<RequestOutcome<TRequest, TResponse>>(new() { SingleReader = true });
        var pending = 0;
        using var source = requests.GetEnumerator();
        try
        {
            for (var index = 0; ;)
            {
                while (pending < _mostAhead && source.MoveNext())
                {
                    pending++;
                    _ = WriteAsync(ProcessAsync(source.Current, index++, ended.Token));
                }

                if (pending == 0)
                {
                    yield break;
                }

                var outcome = await completed.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                pending--;
                yield return outcome;
            }
        }
        finally
        {
            ended.Cancel();
            for (; pending > 0; pending--)
            {
                await completed.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        async Task WriteAsync(Task<RequestOutcome<TRequest, TResponse>> processing) =>
            completed.Writer.TryWrite(await processing.ConfigureAwait(false));
    }

    private async Task<RequestOutcome<TRequest, TResponse>> ProcessAsync(
        TRequest request,
        int index,
        CancellationToken cancellationToken)
    {
        var arrived = _clock.GetTimestamp();
        var admission = await _queue.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (admission != Admission.Admitted)
        {
            return NotStarted(admission);
        }

        try
        {
            // A slot that was free at once leaves us on the caller's thread, which has more requests to send on their way.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return await RunAsync(request, index, arrived, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _queue.Leave();
        }

        RequestOutcome<TRequest, TResponse> NotStarted(Admission reason)
        {
            var (status, exception) = reason switch
            {
                Admission.Withdrawn => (
                    RequestStatus.Cancelled,
                    (Exception)new OperationCanceledException("The request was cancelled before it was started.", cancellationToken)),
                Admission.Full => (RequestStatus.Rejected, new InvalidOperationException("The request was rejected: the queue is full.")),
                _ => (
                    RequestStatus.Rejected,
                    new ObjectDisposedException(GetType().Name, "The request was rejected: the processor has been stopped.")),
            };
            return new(index, request, status, exception) { Queueing = _clock.GetElapsedTime(arrived) };
        }
    }

    private async Task<RequestOutcome<TRequest, TResponse>> RunAsync(
        TRequest request,
        int index,
        long arrived,
        CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token)
            : null;
        var token = linked?.Token ?? _abort.Token;
        var started = _clock.GetTimestamp();
        _queueing.RecordTimestampTicks(started - arrived);
        var queueing = _clock.GetElapsedTime(arrived, started);
        try
        {
            var response = await _handler(request, token).ConfigureAwait(false);
            return new(index, request, response) { Queueing = queueing, Processing = Record(LatencyOutcome.Success) };
        }
        catch (OperationCanceledException exception) when (token.IsCancellationRequested)
        {
            var processing = Record(LatencyOutcome.Cancelled);
            return new(index, request, RequestStatus.Cancelled, exception) { Queueing = queueing, Processing = processing };
        }
        catch (Exception exception)
        {
            var processing = Record(LatencyOutcome.Failure);
            return new(index, request, RequestStatus.Failed, exception) { Queueing = queueing, Processing = processing };
        }

        TimeSpan Record(LatencyOutcome outcome)
        {
            var elapsed = _clock.GetElapsedTime(started);
            _processing.Record(elapsed, outcome);
            return elapsed;
        }
    }

    private void Abort()
    {
        _queue.WithdrawAll();
        _abort.Cancel();
    }
}

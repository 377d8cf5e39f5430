using System.Threading.Channels;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Brings alerts to sinks, away from the sampling: <see cref="Post"/> never waits, <see cref="RunAsync"/> sends. Every sink gets
/// the alerts in their order and never two at a time; sinks do not wait for each other's calls beyond the timeout. A sink that
/// throws or takes too long misses that alert, which is counted, and gets the next. All members are safe to call from any thread.
/// </summary>
public sealed class AlertDispatcher
{
    private readonly Receiver[] _receivers;
    private readonly Channel<AlertTransition> _queue;
    private int _running;
    private long _sent;
    private long _failed;
    private long _dropped;

    /// <summary>Makes a dispatcher; nothing is sent before <see cref="RunAsync"/>.</summary>
    /// <param name="sinks">The sinks.</param>
    /// <param name="options">How to treat them; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sinks"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AlertDispatcher(IEnumerable<IAlertSink> sinks, AlertDispatcherOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        options ??= new AlertDispatcherOptions();
        options.Validate();
        var clock = timeProvider ?? TimeProvider.System;
        _receivers = [.. sinks.Select(sink => sink is null
            ? throw new ArgumentNullException(nameof(sinks), "A sink is null.")
            : new Receiver(sink, options.Timeout, clock))];
        _queue = Channel.CreateBounded<AlertTransition>(
            new BoundedChannelOptions(options.Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>
    /// Raised when a sink did not take an alert, by the thread that found out. What a handler throws is ignored.
    /// </summary>
    public event EventHandler<FailedAlertDelivery>? DeliveryFailed;

    /// <summary>Number of alerts that sinks took, each sink counted.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Number of alerts that sinks did not take since they threw or took too long, each sink counted.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Number of alerts that no sink got since too many waited, or since they came after <see cref="Complete"/>.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Queues an alert.</summary>
    /// <returns>Whether it was queued: not after <see cref="Complete"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="transition"/> is null.</exception>
    public bool Post(AlertTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        if (_queue.Writer.TryWrite(transition))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Takes no more alerts; <see cref="RunAsync"/> ends when the queued ones are sent.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Sends what is queued, until <see cref="Complete"/> or cancellation. To be called once.</summary>
    /// <param name="cancellationToken">Ends it at once; alerts still queued are not sent.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> asked for it.</exception>
    /// <exception cref="InvalidOperationException">It has been called before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            throw new InvalidOperationException("The dispatcher runs already, or has run.");
        }

        await foreach (var transition in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var calls = _receivers.Select(receiver => SendAsync(receiver, transition, cancellationToken));
            await Task.WhenAll(calls).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Receiver receiver, AlertTransition transition, CancellationToken cancellationToken)
    {
        try
        {
            await receiver.SendAsync(transition, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _sent);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _failed);
            Tell(new FailedAlertDelivery(receiver.Sink, transition, exception));
        }
    }

    private void Tell(FailedAlertDelivery failure)
    {
        try
        {
            DeliveryFailed?.Invoke(this, failure);
        }
        catch (Exception)
        {
            // The trouble of an observer must not keep the next alert from the sinks.
        }
    }

    /// <summary>A sink, with the call that it is busy with.</summary>
    private sealed class Receiver(IAlertSink sink, TimeSpan timeout, TimeProvider clock)
    {
        private Task _call = Task.CompletedTask;

        public IAlertSink Sink => sink;

        public async Task SendAsync(AlertTransition transition, CancellationToken cancellationToken)
        {
            if (!_call.IsCompleted)
            {
                throw new TimeoutException("The sink is still busy with an earlier alert, which it was asked to give up.");
            }

            using var overdue = new CancellationTokenSource(timeout, clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
            var token = ending.Token;

            // On a thread of the pool, since a sink may do its work before it returns its task.
            _call = Task.Run(() => sink.SendAsync(transition, token).AsTask(), CancellationToken.None);
            try
            {
                await _call.WaitAsync(token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (overdue.IsCancellationRequested)
            {
                // It may still fail, and nobody will ask.
                _ = _call.ContinueWith(static late => late.Exception, TaskScheduler.Default);
                throw new TimeoutException($"The sink did not take the alert within {timeout}.");
            }
        }
    }
}

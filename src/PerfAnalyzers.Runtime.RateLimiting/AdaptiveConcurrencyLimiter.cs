using System.Threading.RateLimiting;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>
/// Limits how many requests are processed at a time, and finds the limit from how long they take: beyond what a server can do at
/// a time, requests only wait, and latency shows it. As a <see cref="RateLimiter"/> it fits ASP.NET Core's rate limiting
/// middleware, Polly and all else that takes one.
/// <para>
/// A lease must be held until the request is done, as those do. There is no thread or timer behind it: the limit changes when a
/// lease is disposed. All members are safe to call from any thread.
/// </para>
/// </summary>
public sealed class AdaptiveConcurrencyLimiter : RateLimiter
{
    private const string LimitReached = "The concurrency limit is reached.";

    private static readonly AdaptiveConcurrencyLease Refusal = new(LimitReached);

    private readonly object _gate = new();
    private readonly AdaptiveConcurrencyLimiterOptions _options;
    private readonly TimeProvider _clock;
    private readonly LimitAlgorithm _algorithm;
    private readonly LatencySampler _sampler;
    private readonly LatencyHistogram _latency;
    private readonly LinkedList<PermitRequest> _waiting = new();
    private int _active;
    private int _queued;
    private long _acquired;
    private long _refused;
    private bool _disposed;

    /// <summary>Makes a limiter at its initial limit.</summary>
    /// <param name="options">How to find the limit; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> is out of its range.</exception>
    public AdaptiveConcurrencyLimiter(AdaptiveConcurrencyLimiterOptions? options = null, TimeProvider? timeProvider = null)
        : this(options, timeProvider, Random.Shared)
    {
    }

    internal AdaptiveConcurrencyLimiter(AdaptiveConcurrencyLimiterOptions? options, TimeProvider? timeProvider, Random random)
    {
        _options = (options ?? new AdaptiveConcurrencyLimiterOptions()).Validated(nameof(options));
        _clock = timeProvider ?? TimeProvider.System;
        _algorithm = _options.Algorithm == ConcurrencyAlgorithm.Aimd
            ? new AimdAlgorithm(_options)
            : new GradientAlgorithm(_options, _clock, random);
        _latency = new LatencyHistogram(null, _clock);
        _sampler = new LatencySampler(_options, _algorithm, _clock);
    }

    /// <summary>The limit in force; during a probe, that of the probe.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
            {
                return _algorithm.Limit;
            }
        }
    }

    /// <summary>
    /// Always <see langword="null"/>: it is never idle. ASP.NET Core's middleware and other users of <see cref="PartitionedRateLimiter"/>
    /// dispose a limiter that has been idle for ten seconds, and what it has learned of the service would be lost.
    /// </summary>
    public override TimeSpan? IdleDuration => null;

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = Math.Max(0, _algorithm.Limit - _active),
                CurrentQueuedCount = _queued,
                TotalFailedLeases = _refused,
                TotalSuccessfulLeases = _acquired,
            };
        }
    }

    /// <summary>The limit and what it was found from.</summary>
    public AdaptiveConcurrencySnapshot GetSnapshot()
    {
        lock (_gate)
        {
            return new AdaptiveConcurrencySnapshot
            {
                Limit = _algorithm.Limit,
                Active = _active,
                Queued = _queued,
                Acquired = _acquired,
                Refused = _refused,
                UnloadedLatency = _algorithm.UnloadedLatency,
                Latency = _latency.GetSnapshot(),
            };
        }
    }

    /// <summary>Takes back permits, learns from how long they were out, and hands them on.</summary>
    internal void Release(AdaptiveConcurrencyLease lease)
    {
        var now = _clock.GetTimestamp();
        // A lease without permits was only a question.
        var counts = !lease.IsIgnored && lease.Permits > 0;
        if (counts)
        {
            _latency.RecordTimestampTicks(now - lease.StartTimestamp);
        }

        List<(PermitRequest, AdaptiveConcurrencyLease)>? admitted;
        lock (_gate)
        {
            _active -= lease.Permits;
            if (counts)
            {
                _sampler.Add(lease, now, _active);
            }

            admitted = Admit(now);
        }

        admitted?.ForEach(static pair => pair.Item1.Answer(pair.Item2));
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        RequirePossible(permitCount);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return TryTake(permitCount) ?? Refuse();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        RequirePossible(permitCount);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RateLimitLease>(cancellationToken);
        }

        List<PermitRequest> givenUp = [];
        LinkedListNode<PermitRequest> place;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (TryTake(permitCount) is { } lease)
            {
                return new ValueTask<RateLimitLease>(lease);
            }

            if (permitCount > _options.QueueLimit
                || (!HasRoom(permitCount) && _options.QueueProcessingOrder == QueueProcessingOrder.OldestFirst))
            {
                return new ValueTask<RateLimitLease>(Refuse());
            }

            while (!HasRoom(permitCount))
            {
                givenUp.Add(_waiting.First!.Value);
                Remove(_waiting.First);
                _refused++;
            }

            _sampler.NotePressed();
            _queued += permitCount;
            place = _waiting.AddLast(new PermitRequest(permitCount));
        }

        givenUp.ForEach(static request => request.Answer(Refusal));
        return cancellationToken.CanBeCanceled
            ? WaitAsync(place, cancellationToken)
            : new ValueTask<RateLimitLease>(place.Value.Lease);
    }

    /// <summary>Refuses all who wait. Leases that are out stay valid; later calls throw <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="disposing">True.</param>
    protected override void Dispose(bool disposing)
    {
        List<PermitRequest> givenUp;
        lock (_gate)
        {
            _disposed = true;
            givenUp = [.. _waiting];
            _waiting.Clear();
            _queued = 0;
            _refused += givenUp.Count;
        }

        givenUp.ForEach(static request => request.Answer(Refusal));
    }

    private async ValueTask<RateLimitLease> WaitAsync(LinkedListNode<PermitRequest> place, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(place, cancellationToken), null);
        return await place.Value.Lease.ConfigureAwait(false);
    }

    private void Withdraw(LinkedListNode<PermitRequest> place, CancellationToken cancellationToken)
    {
        List<(PermitRequest, AdaptiveConcurrencyLease)>? admitted;
        lock (_gate)
        {
            if (place.List is null)
            {
                return;
            }

            Remove(place);

            // One that asked for many permits may have kept others from going first.
            var now = _clock.GetTimestamp();
            admitted = Admit(now);
        }

        place.Value.Cancel(cancellationToken);
        admitted?.ForEach(static pair => pair.Item1.Answer(pair.Item2));
    }

    private void RequirePossible(int permitCount)
    {
        if (permitCount > _options.MaxLimit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(permitCount), permitCount, $"At most MaxLimit ({_options.MaxLimit}) permits can be acquired.");
        }
    }

    // Who waits goes first, unless newcomers do.
    private AdaptiveConcurrencyLease? TryTake(int permits) =>
        _queued == 0 || _options.QueueProcessingOrder == QueueProcessingOrder.NewestFirst ? Take(permits, _clock.GetTimestamp()) : null;

    // More than the whole limit, which may have fallen since: alone, or it would wait for ever.
    private bool IsFree(int permits) => (long)_active + Math.Max(permits, 1) <= _algorithm.Limit || (_active == 0 && permits > 0);

    private AdaptiveConcurrencyLease? Take(int permits, long now)
    {
        if (!IsFree(permits))
        {
            return null;
        }

        _acquired++;
        _active += permits;
        _sampler.NoteActive(_active);
        return new AdaptiveConcurrencyLease(this, permits, now, _sampler.Epoch);
    }

    private AdaptiveConcurrencyLease Refuse()
    {
        _sampler.NotePressed();
        _refused++;
        return Refusal;
    }

    private bool HasRoom(int permits) => _options.QueueLimit - _queued >= permits;

    private void Remove(LinkedListNode<PermitRequest> place)
    {
        _waiting.Remove(place);
        _queued -= place.Value.Permits;
    }

    private List<(PermitRequest, AdaptiveConcurrencyLease)>? Admit(long now)
    {
        List<(PermitRequest, AdaptiveConcurrencyLease)>? admitted = null;
        while ((_options.QueueProcessingOrder == QueueProcessingOrder.OldestFirst ? _waiting.First : _waiting.Last) is { } next
            && Take(next.Value.Permits, now) is { } lease)
        {
            Remove(next);
            (admitted ??= []).Add((next.Value, lease));
        }

        return admitted;
    }
}

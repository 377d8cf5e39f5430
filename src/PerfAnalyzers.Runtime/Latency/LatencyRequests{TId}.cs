namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Measures requests that begin in one place and end in another, on any thread, where only an id is at hand: a message and its
/// answer, a job and its callback. Where the beginning can hand something on, a <see cref="LatencyScope"/> is cheaper and cannot
/// be forgotten.
/// <para>
/// Memory is bounded by <see cref="LatencyRequestsOptions.MaxInFlight"/>; starting and ending allocate nothing once the table has
/// grown. Requests that never end are dropped after <see cref="LatencyRequestsOptions.AbandonAfter"/> and counted, not recorded,
/// since nobody knows how long they took. All members are safe to call from any thread; they share one short lock.
/// </para>
/// </summary>
/// <typeparam name="TId">Type of the ids. An id may be used again once its request has ended.</typeparam>
public sealed class LatencyRequests<TId>
    where TId : notnull
{
    private const int None = -1;

    private readonly object _lock = new();
    private readonly LatencyRecorder _recorder;
    private readonly int _maxInFlight;
    private readonly long _abandonAfter;

    // A list of the requests by age, linked through a table, so that ending any of them and finding the oldest take one step.
    private readonly Dictionary<TId, int> _slots;
    private Request[] _requests = new Request[16];
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;
    private long _abandoned;
    private long _repeated;
    private long _refused;
    private long _unknown;

    /// <summary>Begins with no request under way.</summary>
    /// <param name="recorder">Gets the durations and outcomes; its clock is used.</param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <param name="comparer">Compares ids; <see langword="null"/> for the default of their type.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recorder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of <paramref name="options"/> is not in its range.</exception>
    public LatencyRequests(LatencyRecorder recorder, LatencyRequestsOptions? options = null, IEqualityComparer<TId>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        options ??= new LatencyRequestsOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.AbandonAfter, TimeSpan.Zero);
        _recorder = recorder;
        _maxInFlight = options.MaxInFlight;
        _abandonAfter = (long)Math.Min(options.AbandonAfter.TotalSeconds * recorder.Clock.TimestampFrequency, long.MaxValue / 2);
        _slots = new Dictionary<TId, int>(comparer);
    }

    /// <summary>Begins a request.</summary>
    /// <returns>Whether it began, or why not. An id repeated by mistake does not disturb the request that has it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public RequestStart StartRequest(TId id)
    {
        ThrowIfNull(id);
        lock (_lock)
        {
            var now = ForgetAbandoned();
            if (_slots.ContainsKey(id))
            {
                _repeated++;
                return RequestStart.Repeated;
            }

            if (_slots.Count >= _maxInFlight)
            {
                _refused++;
                return RequestStart.Refused;
            }

            Append(id, now);
            return RequestStart.Started;
        }
    }

    /// <summary>Ends a request and records how long it took.</summary>
    /// <returns>
    /// How long it took, or <see langword="null"/> if no request with this id is under way: it was never started, or refused, has
    /// ended before, or was abandoned. Then nothing is recorded.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outcome"/> is not a defined outcome; the request stays under
    /// way.</exception>
    public TimeSpan? EndRequest(TId id, LatencyOutcome outcome = LatencyOutcome.Success)
    {
        ThrowIfNull(id);
        LatencyRecorder.Defined(outcome);
        long start;
        long now;
        lock (_lock)
        {
            now = ForgetAbandoned();
            if (!_slots.TryGetValue(id, out var slot))
            {
                _unknown++;
                return null;
            }

            start = _requests[slot].Start;
            Remove(slot);
        }

        _recorder.RecordTimestampTicks(now - start, outcome);
        return _recorder.Clock.GetElapsedTime(start, now);
    }

    /// <summary>How many requests are under way, and what became of those that were not measured.</summary>
    public LatencyRequestsStatistics GetStatistics()
    {
        lock (_lock)
        {
            ForgetAbandoned();
            return new LatencyRequestsStatistics(_slots.Count, _abandoned, _repeated, _refused, _unknown);
        }
    }

    // ArgumentNullException.ThrowIfNull, and a bare comparison in a debug build, would box an id that is a value.
    private static void ThrowIfNull(TId id)
    {
        if (!typeof(TId).IsValueType && id is null)
        {
            throw new ArgumentNullException(nameof(id));
        }
    }

    private long ForgetAbandoned()
    {
        var now = _recorder.Clock.GetTimestamp();
        while (_oldest != None && now - _requests[_oldest].Start > _abandonAfter)
        {
            Remove(_oldest);
            _abandoned++;
        }

        return now;
    }

    private void Append(TId id, long now)
    {
        var slot = _free;
        if (slot != None)
        {
            _free = _requests[slot].Next;
        }
        else
        {
            slot = _used++;
            if (slot == _requests.Length)
            {
                Array.Resize(ref _requests, (int)Math.Min(2L * slot, _maxInFlight));
            }
        }

        _requests[slot] = new Request { Id = id, Start = now, Previous = _newest, Next = None };
        _slots.Add(id, slot);
        NextOf(_newest) = slot;
        _newest = slot;
    }

    private void Remove(int slot)
    {
        var request = _requests[slot];
        _slots.Remove(request.Id);
        NextOf(request.Previous) = request.Next;
        if (request.Next == None)
        {
            _newest = request.Previous;
        }
        else
        {
            _requests[request.Next].Previous = request.Previous;
        }

        _requests[slot] = new Request { Next = _free };
        _free = slot;
    }

    private ref int NextOf(int slot)
    {
        if (slot == None)
        {
            return ref _oldest;
        }

        return ref _requests[slot].Next;
    }

    private struct Request
    {
        public TId Id;
        public long Start;
        public int Previous;
        public int Next;
    }
}

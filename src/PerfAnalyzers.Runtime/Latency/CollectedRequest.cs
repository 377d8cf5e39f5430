namespace PerfAnalyzers.Runtime.Latency;

/// <summary>The parts of one request so far. Parallel flows add to it, hence the lock.</summary>
internal sealed class CollectedRequest(TimeProvider clock, int maxParts)
{
    private const long Running = -1;

    private readonly object _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly List<(string Name, LatencyKind Kind)> _labels = [];
    private readonly List<CriticalPath.Stretch> _stretches = [];
    private int _dropped;
    private LatencyBreakdown? _result;

    /// <summary>The index of a new part, or null if it is not kept.</summary>
    public int? Begin(string name, LatencyKind kind, int parent)
    {
        lock (_lock)
        {
            if (_result is not null)
            {
                return null;
            }

            if (_stretches.Count == maxParts)
            {
                _dropped++;
                return null;
            }

            _labels.Add((name, kind));
            _stretches.Add(new CriticalPath.Stretch(Now(), Running, parent));
            return _stretches.Count - 1;
        }
    }

    public void End(int part)
    {
        lock (_lock)
        {
            if (_result is null)
            {
                _stretches[part] = _stretches[part] with { End = Now() };
            }
        }
    }

    /// <summary>Ends the request; once ended, the same result again.</summary>
    public LatencyBreakdown Complete()
    {
        lock (_lock)
        {
            return _result ??= Divide(Now());
        }
    }

    private LatencyBreakdown Divide(long total)
    {
        var unfinished = 0;
        for (var i = 0; i < _stretches.Count; i++)
        {
            if (_stretches[i].End == Running)
            {
                _stretches[i] = _stretches[i] with { End = total };
                unfinished++;
            }
        }

        return LatencyBreakdown.Divide(new TimeSpan(total), _labels, _stretches, unfinished, _dropped);
    }

    private long Now() => clock.GetElapsedTime(_start).Ticks;
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>The moments at which a recorder was asked for its recent durations, and what it held then. Bounded.</summary>
internal sealed class RecentSnapshots
{
    // More windows than anybody looks at; each moment takes a snapshot.
    private const int Most = 32;

    private readonly List<(long Timestamp, LatencyRecorderSnapshot Snapshot)> _moments = [];

    public LatencyRecorderSnapshot Last(TimeSpan window, TimeProvider clock, Func<LatencyRecorderSnapshot> read)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        lock (_moments)
        {
            var now = clock.GetTimestamp();
            var current = read();
            var begin = _moments.FindLastIndex(moment => clock.GetElapsedTime(moment.Timestamp, now) >= window);
            var recent = current;
            if (_moments.Count > 0)
            {
                recent = current.Subtract(_moments[Math.Max(begin, 0)].Snapshot);
            }

            Remember(now, current, window, clock);
            return recent;
        }
    }

    // Moments that lie closer than a sixteenth of the window are no use to anybody who asks for windows of this length.
    private void Remember(long now, LatencyRecorderSnapshot snapshot, TimeSpan window, TimeProvider clock)
    {
        if (_moments.Count > 0 && clock.GetElapsedTime(_moments[^1].Timestamp, now) < window / 16)
        {
            return;
        }

        if (_moments.Count == Most)
        {
            _moments.RemoveAt(0);
        }

        _moments.Add((now, snapshot));
    }
}

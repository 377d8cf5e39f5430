using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// The durations of the last <paramref name="length"/>, from cumulative snapshots. They are kept in their encoded form, which
/// takes a fifth of the memory, and decoded when the window is asked for. Not synchronised.
/// </summary>
internal sealed class SlidingDurations(TimeSpan length, TimeProvider clock)
{
    private readonly SlidingWindow<byte[]> _window = new(length, clock);

    /// <summary>Forgets all and begins at this snapshot.</summary>
    public void Restart(long timestamp, LatencySnapshot cumulative) => _window.Restart(timestamp, cumulative.Encode());

    public void Add(long timestamp, LatencySnapshot cumulative)
    {
        if (_window.IsDue(timestamp))
        {
            _window.Add(timestamp, cumulative.Encode());
        }
    }

    /// <summary>What came within the window up to now, and the true time that it came in.</summary>
    public (LatencySnapshot Durations, TimeSpan Elapsed) UpTo(long now, LatencySnapshot cumulative)
    {
        var start = _window.Start(now);
        return (cumulative.Subtract(LatencySnapshot.Decode(start.Value)), clock.GetElapsedTime(start.Timestamp, now));
    }
}

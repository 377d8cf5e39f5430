namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Cumulative readings of the last <paramref name="length"/>, kept a thirtieth of it apart or as far as they come: at most 33,
/// however long the window and however often it is read. What happened within the window is the difference between now and
/// <see cref="Start"/>. Not synchronised.
/// </summary>
internal sealed class SlidingWindow<T>(TimeSpan length, TimeProvider clock)
{
    private const int Resolution = 30;

    private readonly List<Reading> _readings = new(Resolution + 3);

    internal readonly record struct Reading(long Timestamp, T Value);

    public int Kept => _readings.Count;

    /// <summary>Forgets all and begins at this reading.</summary>
    public void Restart(long timestamp, T cumulative)
    {
        _readings.Clear();
        _readings.Add(new Reading(timestamp, cumulative));
    }

    /// <summary>
    /// The latest reading kept from at least the window's length ago: the window is never shorter than asked for, and at most a
    /// thirtieth and one reading longer. The oldest reading while the series is younger than the window.
    /// </summary>
    public Reading Start(long now)
    {
        while (_readings.Count > 1 && clock.GetElapsedTime(_readings[1].Timestamp, now) >= length)
        {
            _readings.RemoveAt(0);
        }

        return _readings[0];
    }

    /// <summary>Whether the last reading kept is old enough for another one.</summary>
    public bool IsDue(long timestamp) => clock.GetElapsedTime(_readings[^1].Timestamp, timestamp) >= length / Resolution;

    /// <summary>Keeps the reading if one is due.</summary>
    public void Add(long timestamp, T cumulative)
    {
        if (IsDue(timestamp))
        {
            _readings.Add(new Reading(timestamp, cumulative));
            Start(timestamp);
        }
    }
}

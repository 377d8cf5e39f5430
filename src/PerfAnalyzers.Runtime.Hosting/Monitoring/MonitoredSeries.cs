namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>One series of a monitor: where its readings come from, its history and the alerts about it. Not synchronised.</summary>
internal sealed class MonitoredSeries
{
    private readonly string _name;
    private readonly Func<long, SeriesReading> _read;
    private readonly TimeProvider _clock;
    private readonly Alert[] _alerts;
    private readonly BoundedHistory<SeriesWindow> _history;
    private readonly SlidingDurations? _distribution;
    private SeriesReading _last;

    public MonitoredSeries(
        string name,
        Func<long, SeriesReading> read,
        PerformanceMonitorOptions options,
        Alert[] alerts,
        long windowBegan,
        TimeProvider clock)
    {
        _name = name;
        _read = read;
        _clock = clock;
        _alerts = alerts;
        _history = new(options.HistoryLength);

        // What has counted nothing did so since the window under way began: a route is met with its first request, and a rate over
        // what is left of the window would make a burst of that.
        var now = read(clock.GetTimestamp());
        _last = now.Total == 0 ? now.At(windowBegan) : now;
        if (_last.Durations is not null)
        {
            _distribution = new(options.DistributionWindow, clock);
        }
        else if (Array.Find(alerts, alert => alert.Rule.NeedsDurations) is { } alert)
        {
            throw new ArgumentException(
                $"Alert rule '{alert.Rule.Name}' needs durations and outcomes, but series '{name}' only counts.",
                nameof(name));
        }

        Begin(_last);
    }

    /// <summary>Closes a window and evaluates the alerts.</summary>
    /// <returns>What the alerts have to say.</returns>
    public IEnumerable<AlertTransition> Sample(long timestamp, DateTimeOffset at)
    {
        var elapsed = _clock.GetElapsedTime(_last.Timestamp, timestamp);
        if (elapsed <= TimeSpan.Zero)
        {
            return [];
        }

        var now = _read(timestamp);
        try
        {
            _history.Add(Window(_last, now, elapsed, at));
        }
        catch (ArgumentException)
        {
            // The counts fell: a source that began anew. So do the windows.
            Begin(now);
            throw;
        }

        _distribution?.Add(timestamp, now.All);
        _last = now;
        return [.. _alerts.Select(alert => alert.Evaluate(now, at)).OfType<AlertTransition>()];
    }

    /// <summary>The sample could not be taken.</summary>
    public IEnumerable<AlertTransition> Miss(long timestamp, DateTimeOffset at) =>
        [.. _alerts.Select(alert => alert.Miss(timestamp, at)).OfType<AlertTransition>()];

    /// <summary>The series is removed.</summary>
    public IEnumerable<AlertTransition> End(DateTimeOffset at) =>
        [.. _alerts.Select(alert => alert.LoseSeries(at)).OfType<AlertTransition>()];

    public SeriesHistory GetHistory()
    {
        var (distribution, elapsed) = _distribution?.UpTo(_last.Timestamp, _last.All) ?? default;
        return new SeriesHistory
        {
            Name = _name,
            HasDurations = _distribution is not null,
            Windows = Array.AsReadOnly(_history.ToArray()),
            Distribution = distribution,
            DistributionElapsed = elapsed,
        };
    }

    private void Begin(SeriesReading reading)
    {
        _last = reading;
        _distribution?.Restart(reading.Timestamp, reading.All);
        foreach (var alert in _alerts)
        {
            alert.Restart(reading);
        }
    }

    private static SeriesWindow Window(SeriesReading last, SeriesReading now, TimeSpan elapsed, DateTimeOffset at)
    {
        var durations = now.Durations is null || now.Total == last.Total ? null : now.All.Subtract(last.All);
        return new SeriesWindow
        {
            End = at,
            Elapsed = elapsed,
            Count = now.Total - last.Total,
            Failures = now.Failures - last.Failures,
            Cancelled = now.Cancelled - last.Cancelled,
            Latency = durations is { Count: > 0 } ? new LatencyFigures(durations) : null,
        };
    }
}

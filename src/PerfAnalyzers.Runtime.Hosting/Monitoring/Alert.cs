namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>The state machine of one rule. Not synchronised.</summary>
internal sealed class Alert(AlertRule rule, TimeProvider clock)
{
    private readonly AlertMeter _meter = rule.CreateMeter(clock);
    private AlertState _state = AlertState.InsufficientData;
    private AlertMeasurement _last;
    private DateTimeOffset _since = clock.GetUtcNow();
    private long _pendingSince;
    private long _lastSufficient;

    public AlertRule Rule => rule;

    public AlertStatus Status => new()
    {
        Rule = rule,
        State = _state,
        Since = _since,
        Value = _last.Value,
        Threshold = _last.Threshold,
        Samples = _last.Samples,
    };

    /// <summary>The windows begin at this reading, the first one of the series.</summary>
    public void Restart(SeriesReading reading) => _meter.Restart(reading);

    /// <summary>The alert's state after this reading, as a transition if it is another one than before.</summary>
    public AlertTransition? Evaluate(SeriesReading reading, DateTimeOffset at)
    {
        _last = _meter.Measure(reading);
        return Enter(Next(reading.Timestamp), at);
    }

    /// <summary>The series could not be read: there is nothing to judge.</summary>
    public AlertTransition? Miss(long timestamp, DateTimeOffset at)
    {
        _last = default;
        return Enter(Next(timestamp), at);
    }

    /// <summary>The series is gone.</summary>
    public AlertTransition? LoseSeries(DateTimeOffset at)
    {
        _last = default;
        return Enter(AlertState.InsufficientData, at);
    }

    private AlertState Next(long now)
    {
        if (!_last.Sufficient)
        {
            // What was bad and is now too little to judge is not good for that: it takes a while of silence to end a firing alert.
            return _state == AlertState.Firing && clock.GetElapsedTime(_lastSufficient, now) < rule.KeptWithoutData
                ? AlertState.Firing
                : AlertState.InsufficientData;
        }

        _lastSufficient = now;
        if (_state == AlertState.Firing)
        {
            return _last.Cleared ? AlertState.Resolved : AlertState.Firing;
        }

        if (!_last.Breached)
        {
            return AlertState.Ok;
        }

        if (_state != AlertState.Pending)
        {
            _pendingSince = now;
        }

        return clock.GetElapsedTime(_pendingSince, now) >= rule.For ? AlertState.Firing : AlertState.Pending;
    }

    private AlertTransition? Enter(AlertState state, DateTimeOffset at)
    {
        if (state == _state)
        {
            return null;
        }

        var transition = new AlertTransition
        {
            Rule = rule,
            From = _state,
            To = state,
            At = at,
            Value = _last.Value,
            Threshold = _last.Threshold,
            Samples = _last.Samples,
        };
        (_state, _since) = (state, at);
        return transition;
    }
}

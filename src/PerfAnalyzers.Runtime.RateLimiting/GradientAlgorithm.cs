namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>See <see cref="ConcurrencyAlgorithm.Gradient"/>.</summary>
internal sealed class GradientAlgorithm(AdaptiveConcurrencyLimiterOptions options, TimeProvider clock) : LimitAlgorithm(options)
{
    // How much of a window's finding is taken over when it lowers something. Netflix's Gradient2 has the same default.
    private const double Smoothing = 0.2;
    private const double LowestGradient = 0.5;

    private readonly int _minLimit = options.MinLimit;
    private readonly double _tolerance = options.Tolerance;
    private readonly TimeSpan _probeInterval = options.ProbeInterval;
    private double _unloadedSeconds = double.NaN;
    private long _lastProbe = clock.GetTimestamp();
    private bool _probing;

    public override int Limit => _probing ? ProbeLimit : base.Limit;

    public override TimeSpan? UnloadedLatency => double.IsNaN(_unloadedSeconds) ? null : TimeSpan.FromSeconds(_unloadedSeconds);

    private int ProbeLimit => Math.Max(_minLimit, base.Limit / 4);

    public override bool Update(LatencyWindow window, long timestamp)
    {
        if (_probing)
        {
            _probing = false;
            _lastProbe = timestamp;
            _unloadedSeconds = window.MeanSeconds ?? _unloadedSeconds;
            return true;
        }

        var isKnown = !double.IsNaN(_unloadedSeconds);
        if (isKnown && window.MeanSeconds is { } seconds)
        {
            Learn(seconds, window.StandardError);
        }

        if (window.Overloaded)
        {
            BackOff();
        }
        else if (isKnown && window.MeanSeconds is { } measured)
        {
            Follow(measured, IsUsed(window));
        }

        _probing = !isKnown || clock.GetElapsedTime(_lastProbe, timestamp) >= _probeInterval;
        return _probing;
    }

    // Latency at the lowest limit is as good as it gets; elsewhere only one that is better beyond chance says something about
    // latency without load.
    private void Learn(double seconds, double error)
    {
        if (seconds + (2 * error) < _unloadedSeconds || base.Limit <= _minLimit)
        {
            _unloadedSeconds += (seconds - _unloadedSeconds) * Smoothing;
        }
    }

    private void Follow(double seconds, bool isUsed)
    {
        // Latency of zero, which a coarse clock may show, is no load.
        var gradient = seconds > 0 ? Math.Clamp(_tolerance * _unloadedSeconds / seconds, LowestGradient, 1) : 1;
        var found = (Estimate * gradient) + Math.Sqrt(Estimate);
        if (found < Estimate)
        {
            SetEstimate(Estimate + ((found - Estimate) * Smoothing));
        }
        else if (isUsed)
        {
            SetEstimate(found);
        }
    }
}

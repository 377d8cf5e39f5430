namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>
/// See <see cref="ConcurrencyAlgorithm.Gradient"/>. Slow alone is no overload: a service that does all it is asked, only slower than
/// before, keeps its concurrency. The limit falls where latency has risen and demand presses against the limit as well.
/// </summary>
internal sealed class GradientAlgorithm(AdaptiveConcurrencyLimiterOptions options, TimeProvider clock, Random random)
    : LimitAlgorithm(options)
{
    // How much of a window's finding is taken over when it lowers something. Netflix's Gradient2 has the same default.
    private const double Smoothing = 0.2;
    private const double LowestGradient = 0.5;
    private const double DeepestProbe = 0.2;

    // While probes find something new, the next one comes soon.
    private const int SoonRatio = 16;
    private const double Noticeable = 0.1;

    // In standard deviations of a concurrency that varies as a Poisson variable does.
    private const double Chance = 3;
    private const double LeastRoom = 20;

    private readonly int _minLimit = options.MinLimit;
    private readonly int _maxLimit = options.MaxLimit;
    private readonly double _tolerance = options.Tolerance;
    private readonly TimeSpan _probeInterval = options.ProbeInterval;
    private readonly TimeSpan _interval = Jittered(options.ProbeInterval, random);
    private Baseline _unloaded = Baseline.Unknown;
    private double _usualConcurrency;
    private bool _isLimiting;
    private double? _probe;
    private double _perSecondBefore;
    private long _lastProbe;
    private long _lastWindow = clock.GetTimestamp();
    private long? _slowSince;
    private long _calmSince;
    private TimeSpan _probeWait = options.ProbeInterval / SoonRatio;
    private TimeSpan _nextProbe = Jittered(options.ProbeInterval / SoonRatio, random);

    public override int Limit => _probe is { } ratio ? Math.Max(_minLimit, (int)(Estimate * ratio)) : base.Limit;

    public override TimeSpan? UnloadedLatency => _unloaded.IsKnown ? TimeSpan.FromSeconds(_unloaded.Median) : null;

    public override bool Update(LatencyWindow window, long timestamp)
    {
        var sinceLast = clock.GetElapsedTime(_lastWindow, timestamp);
        _lastWindow = timestamp;
        if (_probe is { } ratio)
        {
            EndProbe(window, ratio, timestamp);
            return true;
        }

        if (window.Latency is { } measured)
        {
            Learn(measured);
        }

        if (window.Overloaded)
        {
            _isLimiting = true;
            _calmSince = timestamp;
            BackOff(window);
            return false;
        }

        if (window.Latency is { } latency && latency.MedianAtLeast > _tolerance * _unloaded.Median)
        {
            return BecameSlow(window, latency, timestamp);
        }

        IsFast(window, sinceLast, timestamp);
        return false;
    }

    private void IsFast(LatencyWindow window, TimeSpan sinceLast, long timestamp)
    {
        _slowSince = null;
        _usualConcurrency = Math.Max(window.MostActive, _usualConcurrency * Math.Exp(-sinceLast / _interval));
        if (_isLimiting && window.IsPressed)
        {
            _calmSince = timestamp;
            SetEstimate(Estimate + Math.Sqrt(Estimate));
        }
        else if (_isLimiting && clock.GetElapsedTime(_calmSince, timestamp) < _interval)
        {
            // What was learned under load stays for a while.
        }
        else
        {
            Open();
        }
    }

    private bool BecameSlow(LatencyWindow window, WindowLatency latency, long timestamp)
    {
        if (window.IsPressed)
        {
            _slowSince = null;
            _calmSince = timestamp;
            var gradient = Math.Min(_tolerance * _unloaded.ShareOf(latency), 1);
            var isDue = !_isLimiting || gradient < LowestGradient || clock.GetElapsedTime(_lastProbe, timestamp) >= _nextProbe;
            _isLimiting = true;
            return isDue ? StartProbe(window, gradient) : Follow(gradient);
        }

        _slowSince ??= timestamp;
        if (clock.GetElapsedTime(_slowSince.Value, timestamp) >= _interval)
        {
            // Slower, and still nobody is kept waiting for long: so it is now.
            _unloaded = Baseline.Of(latency);
            Open();
        }
        else if (!_isLimiting && base.Limit == _maxLimit)
        {
            var inUse = window.MostActive + (Chance * Math.Sqrt(window.MostActive));
            SetEstimate(Math.Max(LeastRoom, Math.Max(inUse, 2 * _usualConcurrency)));
        }

        return false;
    }

    private bool Follow(double gradient)
    {
        var found = (Estimate * gradient) + Math.Sqrt(Estimate);
        SetEstimate(found < Estimate ? Estimate + ((found - Estimate) * Smoothing) : found);
        return false;
    }

    private bool StartProbe(LatencyWindow window, double gradient)
    {
        _probe = Math.Clamp(gradient, DeepestProbe, LowestGradient);
        _perSecondBefore = window.PerSecond;
        SetEstimate(Math.Min(Estimate, window.MostActive));
        return true;
    }

    private void EndProbe(LatencyWindow window, double ratio, long timestamp)
    {
        _probe = null;
        _lastProbe = timestamp;
        if (window.Latency is { } latency)
        {
            var before = _unloaded.Median;
            Conclude(window, latency, ratio);
            var isNew = Math.Abs(_unloaded.Median - before) > Noticeable * before;
            _probeWait = isNew ? _probeInterval / SoonRatio : _probeInterval / Math.Max(1, _probeInterval / _probeWait / 2);
        }

        _nextProbe = Jittered(_probeWait, random);
    }

    // Where requests waited, fewer at a time are done as fast. Where none did, throughput falls with them: then latency is what it is
    // without load, and demand presses for no fault of the server.
    private void Conclude(LatencyWindow window, WindowLatency latency, double ratio)
    {
        if (window.PerSecond < _perSecondBefore * (1 + ratio) / 2)
        {
            _unloaded = Baseline.Of(latency);
            SetEstimate(2 * Estimate);
            return;
        }

        _unloaded = _unloaded.AtMost(latency);
        if (_tolerance * _unloaded.ShareOf(latency) < 1)
        {
            SetEstimate(Estimate * ratio);
        }
    }

    // Latency at the lowest limit is as good as it gets; elsewhere only one that is better beyond chance says something about latency
    // without load.
    private void Learn(WindowLatency latency)
    {
        if (!_unloaded.IsKnown)
        {
            _unloaded = Baseline.Of(latency);
        }
        else if (latency.MedianAtMost < _unloaded.Median || base.Limit <= _minLimit)
        {
            _unloaded = _unloaded.Towards(latency, Smoothing);
        }
    }

    private void Open()
    {
        _isLimiting = false;
        _slowSince = null;
        SetEstimate(_maxLimit);
    }

    // Limiters that started together must not probe together.
    private static TimeSpan Jittered(TimeSpan interval, Random random) =>
        interval > TimeSpan.MaxValue / 2 ? interval : interval * (0.75 + (random.NextDouble() / 2));
}

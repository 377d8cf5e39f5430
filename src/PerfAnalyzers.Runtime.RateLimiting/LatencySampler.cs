namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>
/// Averages latency over windows and has the limit changed after each. Not synchronised.
/// <para>
/// A window lasts until the standard error of the mean is small against the tolerance. Latencies of a cache's hits and misses vary
/// so much that the mean of a few says nothing: a lucky few would pass for latency without load, and all others for overload.
/// </para>
/// </summary>
internal sealed class LatencySampler(AdaptiveConcurrencyLimiterOptions options, LimitAlgorithm algorithm, TimeProvider clock)
{
    // However much they vary, more would be too slow to follow.
    private const int MostSamples = 500;
    private const int MostKept = 10_000;

    // In mean latencies.
    private const double LongestSettling = 100;

    private readonly double _precision = (options.Tolerance - 1) / 2;
    private readonly double[] _seconds = new double[Math.Clamp(options.MinSamples, MostSamples, MostKept)];
    private long _start = clock.GetTimestamp();
    private TimeSpan _settlingTime;
    private int _stale;
    private double _mean;
    private double _squares;
    private int _samples;
    private int _mostActive;
    private int _refusals;
    private bool _isPressed;

    /// <summary>Changes when latencies of earlier leases say nothing about the load from now on.</summary>
    public int Epoch { get; private set; }

    public void NoteActive(int permits) => _mostActive = Math.Max(_mostActive, permits);

    /// <summary>Takes note that somebody was refused or has to wait, because the limit is reached.</summary>
    public void NotePressed() => _isPressed = true;

    /// <summary>Takes note of a lease that was given back now.</summary>
    /// <param name="active">Permits that are still out.</param>
    public void Add(AdaptiveConcurrencyLease lease, long now, int active)
    {
        if (!HasSettled(lease, now, active))
        {
            return;
        }

        if (lease.IsOverload)
        {
            _refusals++;
        }
        else
        {
            Count(clock.GetElapsedTime(lease.StartTimestamp, now).TotalSeconds);
        }

        var error = _samples > 1 ? Math.Sqrt(_squares / (_samples - 1) / _samples) : 0;
        var isPrecise = error <= _precision * _mean || _samples >= _seconds.Length;
        if (!isPrecise || (long)_samples + _refusals < options.MinSamples || clock.GetElapsedTime(_start, now) < options.Window)
        {
            return;
        }

        if (algorithm.Update(Window(now), now))
        {
            Epoch++;
            _stale = active;
            _settlingTime = TimeSpan.FromSeconds(_mean * LongestSettling);
        }

        Restart(now, active);
    }

    private void Restart(long now, int active)
    {
        _start = now;
        _mean = 0;
        _squares = 0;
        _samples = 0;
        _mostActive = active;
        _refusals = 0;
        _isPressed = false;
    }

    private LatencyWindow Window(long now)
    {
        var elapsed = clock.GetElapsedTime(_start, now).TotalSeconds;
        var kept = _seconds.AsSpan(0, Math.Min(_samples, _seconds.Length));
        kept.Sort();
        return new(
            _samples == 0 ? null : WindowLatency.Of(_mean, kept),
            elapsed > 0 ? _samples / elapsed : 0,
            _mostActive,
            _isPressed,
            _refusals > 0);
    }

    // After a change of load, the first to be given back are the fast ones. Only when all from before are back, fast and slow ones
    // come as they do for good; but one that is held for ever must not keep the limiter from learning.
    private bool HasSettled(AdaptiveConcurrencyLease lease, long now, int active)
    {
        if (_stale <= 0)
        {
            return true;
        }

        _stale -= lease.Epoch == Epoch ? 0 : lease.Permits;
        if (clock.GetElapsedTime(_start, now) > _settlingTime)
        {
            _stale = 0;
        }

        if (_stale <= 0)
        {
            Restart(now, active);
        }

        return false;
    }

    // Welford's update (B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products", 1962).
    private void Count(double seconds)
    {
        if (_samples < _seconds.Length)
        {
            _seconds[_samples] = seconds;
        }

        _samples++;
        var delta = seconds - _mean;
        _mean += delta / _samples;
        _squares += delta * (seconds - _mean);
    }
}

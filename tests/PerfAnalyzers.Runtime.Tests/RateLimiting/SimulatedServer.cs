using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.RateLimiting;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

/// <summary>
/// A server of so many workers with a queue in front, in simulated time: what it can do at a time is known, and a limiter in front
/// of it should find it.
/// </summary>
internal sealed class SimulatedServer(int workers, Func<Random, double> serviceSeconds, AdaptiveConcurrencyLimiterOptions options, int seed = 4711)
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<AdaptiveConcurrencyLease?, double> _events = new();
    private readonly Queue<AdaptiveConcurrencyLease> _queue = new();
    private AdaptiveConcurrencyLimiter? _limiter;
    private double _now;
    private int _busy;
    private double _tokens;
    private double _refilled;

    public AdaptiveConcurrencyLimiter Limiter => _limiter ??= new(options, _clock, new Random(seed));

    /// <summary>How many requests are served at a time; as many as come where nothing ever queues.</summary>
    public int Workers { get; set; } = workers;

    /// <summary>How long a request takes once a worker has it.</summary>
    public Func<Random, double> ServiceSeconds { get; set; } = serviceSeconds;

    /// <summary>By how much the server is slower than it was.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>How many requests the server takes each second; those beyond are refused at once, and the limiter is told.</summary>
    public double? RateLimit { get; set; }

    /// <summary>Offers requests at random times for a while; those that the limiter refuses are gone.</summary>
    public Figures Run(double seconds, double requestsPerSecond)
    {
        var end = _now + seconds;
        int offered = 0, refused = 0;
        List<double> latencies = [];
        double limitSeconds = 0;
        var lowest = int.MaxValue;
        var next = _now;
        while (_now < end)
        {
            var arrives = !_events.TryPeek(out _, out var completion) || next <= completion;
            var limit = Limiter.Limit;
            limitSeconds += limit * ((arrives ? next : completion) - _now);
            lowest = Math.Min(lowest, limit);
            MoveTo(arrives ? next : completion);
            if (arrives)
            {
                next += Exponential(_random) / requestsPerSecond;
                offered++;
                if (Limiter.AttemptAcquire() is not AdaptiveConcurrencyLease { IsAcquired: true } lease)
                {
                    refused++;
                }
                else
                {
                    Started[lease] = _now;
                    if (IsOverRate())
                    {
                        lease.ReportOverload();
                        Started.Remove(lease);
                        lease.Dispose();
                    }
                    else
                    {
                        Serve(lease);
                    }
                }
            }
            else
            {
                var lease = _events.Dequeue()!;
                Started.Remove(lease, out var started);
                latencies.Add(_now - started);
                lease.Dispose();
                _busy--;
                while (_busy < Workers && _queue.TryDequeue(out var waiting))
                {
                    Serve(waiting);
                }
            }
        }

        latencies.Sort();
        return new(
            limitSeconds / seconds, lowest, latencies.Count / seconds, latencies.DefaultIfEmpty().Average(),
            latencies.ElementAtOrDefault((int)(0.99 * latencies.Count)), offered, refused);
    }

    public static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    private Dictionary<AdaptiveConcurrencyLease, double> Started { get; } = [];

    private void Serve(AdaptiveConcurrencyLease lease)
    {
        if (_busy < Workers)
        {
            _busy++;
            _events.Enqueue(lease, _now + (ServiceSeconds(_random) * Slowness));
        }
        else
        {
            _queue.Enqueue(lease);
        }
    }

    private bool IsOverRate()
    {
        if (RateLimit is not { } rate)
        {
            return false;
        }

        _tokens = Math.Min(0.01 * rate, _tokens + ((_now - _refilled) * rate));
        _refilled = _now;
        return --_tokens < 0 && ++_tokens >= 0;
    }

    private void MoveTo(double time)
    {
        _clock.Advance(TimeSpan.FromSeconds(time) - TimeSpan.FromSeconds(_now));
        _now = time;
    }

    /// <param name="MeanLimit">Over time.</param>
    /// <param name="LowestLimit">Probes included.</param>
    public sealed record Figures(
        double MeanLimit, int LowestLimit, double PerSecond, double MeanLatency, double P99, int Offered, int Refused);
}

using System.Threading.RateLimiting;

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>How an <see cref="AdaptiveConcurrencyLimiter"/> finds its limit. Checked when a limiter is made from it.</summary>
public sealed record AdaptiveConcurrencyLimiterOptions
{
    /// <summary>How the limit is found.</summary>
    public ConcurrencyAlgorithm Algorithm { get; init; } = ConcurrencyAlgorithm.Gradient;

    /// <summary>
    /// The limit to start with, from <see cref="MinLimit"/> to <see cref="MaxLimit"/>; <see langword="null"/>, the default, for
    /// <see cref="MaxLimit"/>. A limiter that knows nothing of a service has no reason to refuse anything.
    /// </summary>
    public int? InitialLimit { get; init; }

    /// <summary>The limit never falls below this; at least 1, and best well below what the server can do.</summary>
    public int MinLimit { get; init; } = 2;

    /// <summary>The limit never rises above this; at least <see cref="MinLimit"/>.</summary>
    public int MaxLimit { get; init; } = 1_000;

    /// <summary>The most permits that may be waited for, zero or more. Zero, the default, never waits.</summary>
    public int QueueLimit { get; init; }

    /// <summary>
    /// Who goes first when several wait. With <see cref="QueueProcessingOrder.NewestFirst"/> a full queue gives up the oldest,
    /// with <see cref="QueueProcessingOrder.OldestFirst"/> it refuses the newcomer.
    /// </summary>
    public QueueProcessingOrder QueueProcessingOrder { get; init; } = QueueProcessingOrder.OldestFirst;

    /// <summary>
    /// How much slower than without load requests may become before the limit falls; at least 1, for
    /// <see cref="ConcurrencyAlgorithm.Gradient"/>. The default, 1.25, is that of Envoy (25 % of the minimum round-trip time).
    /// </summary>
    public double Tolerance { get; init; } = 1.25;

    /// <summary>
    /// How often <see cref="ConcurrencyAlgorithm.Gradient"/> measures latency without load, by halving the limit for one window, while
    /// it refuses requests and they are slow, and at no other time; more than zero, and varied by a quarter either way.
    /// Also how long a service must bear its load with ease before the limit is forgotten.
    /// </summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The mean latency above which <see cref="ConcurrencyAlgorithm.Aimd"/> lowers the limit; more than zero.</summary>
    public TimeSpan LatencyLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time over which latency is averaged before the limit is changed; zero or more.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The fewest requests over which latency is averaged, at least 1.</summary>
    public int MinSamples { get; init; } = 100;

    internal AdaptiveConcurrencyLimiterOptions Validated(string parameter)
    {
        Require(Algorithm is ConcurrencyAlgorithm.Gradient or ConcurrencyAlgorithm.Aimd, nameof(Algorithm), Algorithm, "Gradient or Aimd");
        Require(MinLimit >= 1, nameof(MinLimit), MinLimit, "at least 1");
        Require(MaxLimit >= MinLimit, nameof(MaxLimit), MaxLimit, $"at least {nameof(MinLimit)} ({MinLimit})");
        Require(
            InitialLimit is null || (InitialLimit >= MinLimit && InitialLimit <= MaxLimit), nameof(InitialLimit), InitialLimit,
            $"from {nameof(MinLimit)} to {nameof(MaxLimit)} ({MinLimit} to {MaxLimit})");
        Require(QueueLimit >= 0, nameof(QueueLimit), QueueLimit, "zero or more");
        Require(
            QueueProcessingOrder is QueueProcessingOrder.OldestFirst or QueueProcessingOrder.NewestFirst,
            nameof(QueueProcessingOrder), QueueProcessingOrder, "OldestFirst or NewestFirst");
        Require(Tolerance >= 1 && double.IsFinite(Tolerance), nameof(Tolerance), Tolerance, "a number of at least 1");
        Require(ProbeInterval > TimeSpan.Zero, nameof(ProbeInterval), ProbeInterval, "more than zero");
        Require(LatencyLimit > TimeSpan.Zero, nameof(LatencyLimit), LatencyLimit, "more than zero");
        Require(Window >= TimeSpan.Zero, nameof(Window), Window, "zero or more");
        Require(MinSamples >= 1, nameof(MinSamples), MinSamples, "at least 1");
        return this;

        void Require<T>(bool holds, string property, T value, string range)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(parameter, value, $"{property} must be {range}.");
            }
        }
    }
}

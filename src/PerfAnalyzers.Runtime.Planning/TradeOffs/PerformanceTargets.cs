using System.Globalization;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>
/// What a service must reach, and the verdict whether it does. Immutable; validated where it is used.
/// <para>
/// There are no defaults for a target: what is not set is not judged, and at least one must be. This corrects the decision that
/// took a missing p95 for zero and so for met, looked at the mean instead of a percentile, and never found targets met.
/// </para>
/// </summary>
public sealed record PerformanceTargets
{
    /// <summary>The highest latency at the <see cref="Percentile"/>, more than zero; <see langword="null"/> for no target.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>The percentile that <see cref="MaxLatency"/> is for, between 0 and 100.</summary>
    public double Percentile { get; init; } = 99;

    /// <summary>The lowest throughput, more than zero; <see langword="null"/> for no target.</summary>
    public double? MinThroughputPerSecond { get; init; }

    /// <summary>
    /// Durations that a verdict on the latency needs, 1 or more. By default ten beyond the percentile, 10 / (1 - p): 1,000 for
    /// p99. With fewer, single requests decide.
    /// </summary>
    public long? MinSamples { get; init; }

    /// <summary>Time that a verdict on the throughput needs, more than zero.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Judges measured figures, all of the same time.</summary>
    /// <param name="latency">The durations; of successes only, if fast failures must not flatter them.</param>
    /// <param name="throughput">What was completed.</param>
    /// <param name="offeredPerSecond">
    /// The rate at which requests arrived, where known. When it is below the throughput target, the target cannot be reached
    /// whatever the service does, so a throughput below it is <see cref="VerdictKind.InsufficientData"/> and no miss: an idle
    /// service is not slow.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="latency"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target or an argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">No target is set.</exception>
    public PerformanceVerdict Evaluate(LatencySnapshot latency, ThroughputRate throughput, double? offeredPerSecond = null)
    {
        ArgumentNullException.ThrowIfNull(latency);
        Validate();
        if (throughput.Count < 0 || throughput.Elapsed < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(throughput), throughput, "Count and time must be zero or more.");
        }

        if (!(offeredPerSecond is null or >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(offeredPerSecond), offeredPerSecond, "Must be zero or more.");
        }

        var measured = latency.Percentile(Percentile);
        double? rate = throughput.Elapsed > TimeSpan.Zero ? throughput.PerSecond : null;
        var (latencyMissed, latencyReason) = JudgeLatency(measured, latency.Count);
        var (throughputMissed, throughputReason) = JudgeThroughput(throughput, offeredPerSecond);
        return new PerformanceVerdict
        {
            Kind = (latencyMissed, throughputMissed) switch
            {
                (true, true) => VerdictKind.Both,
                (true, _) => VerdictKind.Latency,
                (_, true) => VerdictKind.Throughput,
                (null, _) or (_, null) => VerdictKind.InsufficientData,
                _ => VerdictKind.Met,
            },
            Latency = measured,
            ThroughputPerSecond = rate,
            Reason = string.Join("; ", new[] { latencyReason, throughputReason }.Where(reason => reason.Length > 0)),
        };
    }

    internal void Validate()
    {
        if (MaxLatency is null && MinThroughputPerSecond is null)
        {
            throw new InvalidOperationException(
                $"Set {nameof(MaxLatency)}, {nameof(MinThroughputPerSecond)} or both: without a target there is nothing to meet.");
        }

        Require(MaxLatency is null || MaxLatency > TimeSpan.Zero, nameof(MaxLatency), MaxLatency, "more than zero");
        Require(Percentile is > 0 and < 100, nameof(Percentile), Percentile, "between 0 and 100");
        Require(
            MinThroughputPerSecond is null or (> 0 and < double.PositiveInfinity),
            nameof(MinThroughputPerSecond), MinThroughputPerSecond, "finite and more than zero");
        Require(MinSamples is null or >= 1, nameof(MinSamples), MinSamples, "1 or more");
        Require(MinDuration > TimeSpan.Zero, nameof(MinDuration), MinDuration, "more than zero");

        static void Require(bool holds, string property, object? value, string range)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(property, value, $"{property} must be {range}.");
            }
        }
    }

    // Missed, met, or null for not known.
    private (bool? Missed, string Reason) JudgeLatency(TimeSpan? measured, long samples)
    {
        if (MaxLatency is not { } limit)
        {
            return (false, "");
        }

        // The percentile 99.9 is a little more than meant; a millionth less keeps that from asking for one more sample.
        var needed = MinSamples ?? (long)Math.Ceiling(10 / (1 - (Percentile / 100)) * (1 - 1e-6));
        if (samples < needed || measured is not { } latency)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"{samples} durations where p{Percentile} needs {needed}"));
        }

        var missed = latency > limit;
        return (missed, string.Create(
            CultureInfo.InvariantCulture,
            $"p{Percentile} is {latency.TotalMilliseconds:G4} ms, {(missed ? "above" : "within")} {limit.TotalMilliseconds:G4} ms"));
    }

    private (bool? Missed, string Reason) JudgeThroughput(ThroughputRate measured, double? offeredPerSecond)
    {
        if (MinThroughputPerSecond is not { } target)
        {
            return (false, "");
        }

        if (measured.Elapsed < MinDuration)
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture,
                $"{measured.Elapsed.TotalSeconds:G4} s measured where the throughput needs {MinDuration.TotalSeconds:G4} s"));
        }

        var rate = measured.PerSecond;
        if (rate < target && offeredPerSecond < target)
        {
            return (null, string.Create(
                CultureInfo.InvariantCulture, $"only {offeredPerSecond:#,0.#}/s arrived where {target:#,0.#}/s are the target"));
        }

        return (rate < target, string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:#,0.#}/s are {(rate < target ? "below" : "at least")} {target:#,0.#}/s"));
    }
}

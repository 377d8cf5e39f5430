using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Fires when the rate of events drops against the traffic of the series itself: when the rate over the last <see cref="Window"/> is
/// less than (1 - <see cref="Drop"/>) times the rate over the <see cref="BaselineWindow"/> before it.
/// </summary>
/// <remarks>
/// A series that was idle has no baseline to drop from and gives no alarm. The baseline moves on: after its own length at a
/// new level, that level is the normal one and the alert ends.
/// </remarks>
public sealed class RateDropAlertRule : AlertRule
{
    /// <summary>The share of the baseline that must be missing, more than 0 and less than 1. 0.5 unless set.</summary>
    public double Drop { get; init; } = 0.5;

    /// <summary>
    /// A firing alert is resolved when at most this share of the baseline is missing; 0 or more and at most <see cref="Drop"/>,
    /// which it is unless set.
    /// </summary>
    public double? ClearDrop { get; init; }

    /// <summary>The time that the rate is the mean of, 1 s to 31 days. 5 minutes unless set.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time before <see cref="Window"/> that the baseline is the mean of, at least as long and at most 31 days. 1 hour unless set.
    /// Nothing is judged before both have passed once, so that the first requests after a start are no baseline.
    /// </summary>
    public TimeSpan BaselineWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The fewest events that the baseline makes one expect in the window; 1 or more. 100 unless set: events at random times that
    /// are expected to be 100 are fewer than 70 once in a thousand windows, and fewer than 50 once in ten million (Poisson).
    /// </summary>
    public long MinimumSamples { get; init; } = 100;

    /// <inheritdoc/>
    public override string Figure => "rate";

    /// <inheritdoc/>
    public override string Unit => "/s";

    internal override bool NeedsDurations => false;

    internal override TimeSpan KeptWithoutData => TimeSpan.Zero;

    internal override AlertMeter CreateMeter(TimeProvider clock) => new Meter(this, clock);

    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(Drop is > 0 and < 1))
        {
            yield return $"{nameof(Drop)} must be more than 0 and less than 1, but is {Drop}.";
        }

        if (ClearDrop is { } clear && !(clear >= 0 && clear <= Drop))
        {
            yield return $"{nameof(ClearDrop)} must be from 0 to {nameof(Drop)}, but is {clear}.";
        }

        if (BaselineWindow < Window)
        {
            yield return $"{nameof(BaselineWindow)} must be at least {nameof(Window)}, but is {BaselineWindow}.";
        }

        foreach (var problem in ProblemsOfWindow(Window, nameof(Window))
            .Concat(ProblemsOfWindow(BaselineWindow, nameof(BaselineWindow)))
            .Concat(ProblemsOfMinimum(MinimumSamples, least: 1)))
        {
            yield return problem;
        }
    }

    private sealed class Meter(RateDropAlertRule rule, TimeProvider clock) : AlertMeter
    {
        private readonly SlidingWindow<long> _window = new(rule.Window, clock);
        private readonly SlidingWindow<long> _both = new(rule.BaselineWindow + rule.Window, clock);

        public override void Restart(SeriesReading reading)
        {
            _window.Restart(reading.Timestamp, reading.Total);
            _both.Restart(reading.Timestamp, reading.Total);
        }

        public override AlertMeasurement Measure(SeriesReading now)
        {
            var start = _window.Start(now.Timestamp);
            var baselineStart = _both.Start(now.Timestamp);
            _window.Add(now.Timestamp, now.Total);
            _both.Add(now.Timestamp, now.Total);

            var rate = new ThroughputRate(now.Total - start.Value, clock.GetElapsedTime(start.Timestamp, now.Timestamp));
            var baseline = new ThroughputRate(
                start.Value - baselineStart.Value,
                clock.GetElapsedTime(baselineStart.Timestamp, start.Timestamp));
            var both = clock.GetElapsedTime(baselineStart.Timestamp, now.Timestamp);
            var threshold = baseline.PerSecond * (1 - rule.Drop);
            return new AlertMeasurement(
                rate.PerSecond,
                threshold,
                rate.Count,
                Sufficient: both >= rule.BaselineWindow + rule.Window
                    && baseline.PerSecond * rate.Elapsed.TotalSeconds >= rule.MinimumSamples,
                Breached: rate.PerSecond < threshold,
                Cleared: rate.PerSecond >= baseline.PerSecond * (1 - (rule.ClearDrop ?? rule.Drop)));
        }
    }
}

using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Fires when the rate of events over the last <see cref="Window"/> is below or above a fixed threshold. To notice that traffic breaks
/// off whatever its usual level, use <see cref="RateDropAlertRule"/>.
/// </summary>
/// <remarks>
/// Traffic that ends for the day passes a floor on its way to zero, for less than a <see cref="Window"/>: with
/// <see cref="AlertRule.For"/> as long as the window, it ends in silence.
/// </remarks>
public sealed class RateAlertRule : AlertRule
{
    /// <summary>The alert is due below this many events per second; more than zero. Set either this or <see cref="Above"/>.</summary>
    public double? Below { get; init; }

    /// <summary>The alert is due above this many events per second; more than zero. Set either this or <see cref="Below"/>.</summary>
    public double? Above { get; init; }

    /// <summary>
    /// A firing alert is resolved when the rate is back here: at least <see cref="Below"/>, or at most <see cref="Above"/>, which
    /// it is unless set.
    /// </summary>
    public double? ClearThreshold { get; init; }

    /// <summary>
    /// The time that the rate is the mean of, 1 s to 31 days. 5 minutes unless set. It is not judged before it has passed once.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The fewest events in the window to judge; 0 or more. 1 unless set: a service that nobody uses is idle, which is no alarm.
    /// 0 for a stream that must never stop.
    /// </summary>
    public long MinimumSamples { get; init; } = 1;

    /// <inheritdoc/>
    public override string Figure => "rate";

    /// <inheritdoc/>
    public override string Unit => "/s";

    internal override bool NeedsDurations => false;

    internal override TimeSpan KeptWithoutData => Window;

    internal override AlertMeter CreateMeter(TimeProvider clock) => new Meter(this, clock);

    private protected override IEnumerable<string> OwnProblems()
    {
        if (Below.HasValue == Above.HasValue)
        {
            yield return $"Either {nameof(Below)} or {nameof(Above)} must be set, and not both.";
        }
        else if ((Below ?? Above) is not (> 0 and < double.PositiveInfinity))
        {
            yield return $"{(Below.HasValue ? nameof(Below) : nameof(Above))} must be more than zero and finite, but is {Below ?? Above}.";
        }
        else if (Below is { } floor && ClearThreshold is { } high && !(high >= floor && double.IsFinite(high)))
        {
            yield return $"{nameof(ClearThreshold)} must be {nameof(Below)} or more and finite, but is {high}.";
        }
        else if (Above is { } ceiling && ClearThreshold is { } low && !(low > 0 && low <= ceiling))
        {
            yield return $"{nameof(ClearThreshold)} must be more than zero and at most {nameof(Above)}, but is {low}.";
        }

        foreach (var problem in ProblemsOfWindow(Window, nameof(Window)).Concat(ProblemsOfMinimum(MinimumSamples, least: 0)))
        {
            yield return problem;
        }
    }

    private sealed class Meter(RateAlertRule rule, TimeProvider clock) : AlertMeter
    {
        private readonly SlidingWindow<long> _window = new(rule.Window, clock);

        public override void Restart(SeriesReading reading) => _window.Restart(reading.Timestamp, reading.Total);

        public override AlertMeasurement Measure(SeriesReading now)
        {
            var start = _window.Start(now.Timestamp);
            _window.Add(now.Timestamp, now.Total);
            var rate = new ThroughputRate(now.Total - start.Value, clock.GetElapsedTime(start.Timestamp, now.Timestamp));
            return new AlertMeasurement(
                rate.PerSecond,
                rule.Below ?? rule.Above,
                rate.Count,
                Sufficient: rate.Elapsed >= rule.Window && rate.Count >= rule.MinimumSamples,
                Breached: rule.Below.HasValue ? rate.PerSecond < rule.Below : rate.PerSecond > rule.Above,
                Cleared: rule.Below.HasValue
                    ? rate.PerSecond >= (rule.ClearThreshold ?? rule.Below)
                    : rate.PerSecond <= (rule.ClearThreshold ?? rule.Above));
        }
    }
}

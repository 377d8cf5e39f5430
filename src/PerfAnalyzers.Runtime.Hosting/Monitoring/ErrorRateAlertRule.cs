namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Fires when the share of failed operations over the last <see cref="Window"/> is above a threshold. Needs a series with
/// outcomes. Cancelled operations count neither as failed nor as done: the caller gave up.
/// </summary>
public sealed class ErrorRateAlertRule : AlertRule
{
    /// <summary>The alert is due above this share of failures; 0 or more and less than 1, for example 0.01.</summary>
    public required double Threshold { get; init; }

    /// <summary>
    /// A firing alert is resolved at or below this share; 0 or more and at most <see cref="Threshold"/>, which it is unless set.
    /// </summary>
    public double? ClearThreshold { get; init; }

    /// <summary>The time that the share is of, 1 s to 31 days. 5 minutes unless set.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The fewest operations in the window to judge, cancelled ones not counted; 1 or more. 100 unless set: one failure among ten
    /// operations is no error rate of 10 %.
    /// </summary>
    public long MinimumSamples { get; init; } = 100;

    /// <inheritdoc/>
    public override string Figure => "error rate";

    /// <inheritdoc/>
    public override string Unit => "";

    internal override bool NeedsDurations => true;

    internal override TimeSpan KeptWithoutData => Window;

    internal override AlertMeter CreateMeter(TimeProvider clock) => new Meter(this, clock);

    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(Threshold is >= 0 and < 1))
        {
            yield return $"{nameof(Threshold)} must be 0 or more and less than 1, but is {Threshold}.";
        }

        if (ClearThreshold is { } clear && !(clear >= 0 && clear <= Threshold))
        {
            yield return $"{nameof(ClearThreshold)} must be from 0 to {nameof(Threshold)}, but is {clear}.";
        }

        foreach (var problem in ProblemsOfWindow(Window, nameof(Window)).Concat(ProblemsOfMinimum(MinimumSamples, least: 1)))
        {
            yield return problem;
        }
    }

    private sealed class Meter(ErrorRateAlertRule rule, TimeProvider clock) : AlertMeter
    {
        private readonly SlidingWindow<(long Failures, long Judged)> _window = new(rule.Window, clock);

        public override void Restart(SeriesReading reading) => _window.Restart(reading.Timestamp, (reading.Failures, reading.Judged));

        public override AlertMeasurement Measure(SeriesReading now)
        {
            var start = _window.Start(now.Timestamp).Value;
            _window.Add(now.Timestamp, (now.Failures, now.Judged));
            var judged = now.Judged - start.Judged;
            double? share = judged == 0 ? null : (double)(now.Failures - start.Failures) / judged;
            return new AlertMeasurement(
                share,
                rule.Threshold,
                judged,
                Sufficient: judged >= rule.MinimumSamples,
                Breached: share > rule.Threshold,
                Cleared: share <= (rule.ClearThreshold ?? rule.Threshold));
        }
    }
}

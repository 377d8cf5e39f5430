using System.Globalization;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Fires when a latency percentile of the last <see cref="Window"/> is above a threshold. Needs a series with durations.
/// The percentile of all durations in the window is compared, never a mean of the percentiles of its parts.
/// </summary>
public sealed class PercentileAlertRule : AlertRule
{
    /// <summary>The percentile, more than 0 and at most 100. 99 unless set.</summary>
    public double Percentile { get; init; } = 99;

    /// <summary>
    /// The alert is due above this duration; more than zero. Percentiles are within <see cref="LatencySnapshot.ErrorBound"/>
    /// (0.27 %).
    /// </summary>
    public required TimeSpan Threshold { get; init; }

    /// <summary>
    /// A firing alert is resolved at or below this duration; more than zero and at most <see cref="Threshold"/>, which it is
    /// unless set. A fifth below the threshold keeps a percentile that hovers there from firing again and again.
    /// </summary>
    public TimeSpan? ClearThreshold { get; init; }

    /// <summary>Only durations with this outcome; all of them unless set.</summary>
    public LatencyOutcome? Outcome { get; init; }

    /// <summary>The time that the percentile is of, 1 s to 31 days. 5 minutes unless set.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The fewest durations in the window to judge; 1 or more. 100 unless set. The 99th percentile of fewer than 100 durations is
    /// their maximum, the 99.9th that of fewer than 1000.
    /// </summary>
    public long MinimumSamples { get; init; } = 100;

    /// <inheritdoc/>
    public override string Figure => string.Create(CultureInfo.InvariantCulture, $"p{Percentile}");

    /// <inheritdoc/>
    public override string Unit => "ms";

    internal override bool NeedsDurations => true;

    internal override TimeSpan KeptWithoutData => Window;

    internal override AlertMeter CreateMeter(TimeProvider clock) => new Meter(this, clock);

    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(Percentile is > 0 and <= 100))
        {
            yield return $"{nameof(Percentile)} must be more than 0 and at most 100, but is {Percentile}.";
        }

        if (Threshold <= TimeSpan.Zero)
        {
            yield return $"{nameof(Threshold)} must be more than zero, but is {Threshold}.";
        }

        if (ClearThreshold <= TimeSpan.Zero || ClearThreshold > Threshold)
        {
            yield return $"{nameof(ClearThreshold)} must be more than zero and at most {nameof(Threshold)}, but is {ClearThreshold}.";
        }

        if (Outcome is { } outcome && !Enum.IsDefined(outcome))
        {
            yield return $"{nameof(Outcome)} must be Unspecified, Success, Failure or Cancelled, but is {outcome}.";
        }

        foreach (var problem in ProblemsOfWindow(Window, nameof(Window)).Concat(ProblemsOfMinimum(MinimumSamples, least: 1)))
        {
            yield return problem;
        }
    }

    private sealed class Meter(PercentileAlertRule rule, TimeProvider clock) : AlertMeter
    {
        private readonly SlidingDurations _window = new(rule.Window, clock);

        public override void Restart(SeriesReading reading) => _window.Restart(reading.Timestamp, Selected(reading));

        public override AlertMeasurement Measure(SeriesReading now)
        {
            var cumulative = Selected(now);
            var (durations, _) = _window.UpTo(now.Timestamp, cumulative);
            _window.Add(now.Timestamp, cumulative);
            var value = durations.PercentileNanoseconds(rule.Percentile) / 1e6;
            return new AlertMeasurement(
                durations.Count == 0 ? null : value,
                rule.Threshold.TotalMilliseconds,
                durations.Count,
                Sufficient: durations.Count >= rule.MinimumSamples,
                Breached: value > rule.Threshold.TotalMilliseconds,
                Cleared: value <= (rule.ClearThreshold ?? rule.Threshold).TotalMilliseconds);
        }

        private LatencySnapshot Selected(SeriesReading reading) => rule.Outcome switch
        {
            LatencyOutcome.Unspecified => reading.Durations!.Unspecified,
            LatencyOutcome.Success => reading.Durations!.Succeeded,
            LatencyOutcome.Failure => reading.Durations!.Failed,
            LatencyOutcome.Cancelled => reading.Durations!.Cancelled,
            _ => reading.All,
        };
    }
}

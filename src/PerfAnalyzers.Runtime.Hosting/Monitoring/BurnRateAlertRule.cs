namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Fires when a service level objective is being missed so fast that its error budget is at risk: when the burn rate (the share
/// of bad operations divided by the share allowed) is above that of any of the <see cref="Windows"/>, over both its long and its
/// short window. Needs a series with outcomes. Method and default figures: multiwindow, multi-burn-rate alerts in Beyer and
/// others (ed.), The Site Reliability Workbook (2018), chapter 5, https://sre.google/workbook/alerting-on-slos/
/// </summary>
/// <remarks>
/// Bad are failures, and with <see cref="LatencyLimit"/> also operations that took longer. Cancelled operations are left out.
/// While a series is younger than a long window, the rate is that over its age; it is not judged before the short one has passed.
/// The value reported is the smaller burn rate of a pair of windows, of the pair that is furthest beyond (or least below) its
/// threshold.
/// </remarks>
public sealed class BurnRateAlertRule : AlertRule
{
    /// <summary>The share of operations that must be good, more than 0 and less than 1; for example 0.999.</summary>
    public required double Objective { get; init; }

    /// <summary>Slower operations are bad even if they succeeded; more than zero. Only failures are bad unless set.</summary>
    public TimeSpan? LatencyLimit { get; init; }

    /// <summary>Burn rates with their windows; one at least. <see cref="BurnRateWindow.Page"/> unless set.</summary>
    public IReadOnlyList<BurnRateWindow> Windows { get; init; } = BurnRateWindow.Page;

    /// <summary>
    /// A firing alert is resolved when every pair is at or below this share of its burn rate; more than 0 and at most 1.
    /// 1 unless set, since the short windows keep it from ending too early.
    /// </summary>
    public double ClearShare { get; init; } = 1;

    /// <summary>
    /// The fewest operations in a long window to judge it; 1 or more. 100 unless set. With an objective of 99.9 %, one bad operation
    /// of 69 is a burn rate of 14.5.
    /// </summary>
    public long MinimumSamples { get; init; } = 100;

    /// <inheritdoc/>
    public override string Figure => "burn rate";

    /// <inheritdoc/>
    public override string Unit => "";

    internal override bool NeedsDurations => true;

    internal override TimeSpan KeptWithoutData => Windows.Min(window => window.Short);

    internal override AlertMeter CreateMeter(TimeProvider clock) => new BurnRateMeter(this, clock);

    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(Objective is > 0 and < 1))
        {
            yield return $"{nameof(Objective)} must be more than 0 and less than 1, but is {Objective}.";
        }

        if (LatencyLimit <= TimeSpan.Zero)
        {
            yield return $"{nameof(LatencyLimit)} must be more than zero, but is {LatencyLimit}.";
        }

        if (!(ClearShare is > 0 and <= 1))
        {
            yield return $"{nameof(ClearShare)} must be more than 0 and at most 1, but is {ClearShare}.";
        }

        if (Windows is not { Count: > 0 } || Windows.Contains(null!))
        {
            yield return $"{nameof(Windows)} must have one burn rate at least, and no null.";
            yield break;
        }

        foreach (var (burnRate, longWindow, shortWindow) in Windows)
        {
            // Above 1 / (1 - objective) even an outage of everything would not be seen.
            if (!(burnRate > 0 && burnRate * (1 - Objective) < 1))
            {
                yield return $"{nameof(BurnRateWindow.BurnRate)} must be more than 0 and less than 1 / (1 - {nameof(Objective)}) = "
                    + $"{1 / (1 - Objective):G4}, which is that of a full outage, but is {burnRate}.";
            }

            if (shortWindow > longWindow)
            {
                yield return $"{nameof(BurnRateWindow.Short)} must be at most {nameof(BurnRateWindow.Long)} ({longWindow}), "
                    + $"but is {shortWindow}.";
            }

            var problems = ProblemsOfWindow(longWindow, nameof(BurnRateWindow.Long));
            foreach (var problem in problems.Concat(ProblemsOfWindow(shortWindow, nameof(BurnRateWindow.Short))))
            {
                yield return problem;
            }
        }

        foreach (var problem in ProblemsOfMinimum(MinimumSamples, least: 1))
        {
            yield return problem;
        }
    }
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// When a series of a <see cref="PerformanceMonitor"/> is worth an alert: a <see cref="PercentileAlertRule"/>,
/// <see cref="RateAlertRule"/>, <see cref="RateDropAlertRule"/>, <see cref="ErrorRateAlertRule"/> or
/// <see cref="BurnRateAlertRule"/>.
/// <para>
/// The figure is compared at every sample of the monitor, always over a recent window. An alert fires after
/// <see cref="For"/>, stays until the figure is back at the clear threshold, and says nothing while there is too little to judge,
/// so that neither a lone outlier nor a figure that hovers at its threshold nor an idle night is an alarm.
/// </para>
/// <para>Immutable. Values out of range are rejected by the constructor of <see cref="PerformanceMonitor"/>.</para>
/// </summary>
public abstract class AlertRule
{
    private protected AlertRule()
    {
    }

    /// <summary>Name of the alert, unique among the rules of a monitor.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Name of the series that the rule is about. It may be added to the monitor later; until then there is no data.
    /// </summary>
    public required string Series { get; init; }

    /// <summary>What the alert asks for when it fires. <see cref="AlertSeverity.Warning"/> unless set.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>
    /// How long the figure must be beyond its threshold without interruption before the alert fires; zero to fire at once. Zero
    /// unless set: a window of some minutes already tells a spike from a problem.
    /// </summary>
    public TimeSpan For { get; init; }

    /// <summary>What the rule measures, for messages: for example <c>p99</c> or <c>error rate</c>.</summary>
    public abstract string Figure { get; }

    /// <summary>Unit of the figure and its threshold in statuses and messages: <c>ms</c>, <c>/s</c>, or empty for a ratio.</summary>
    public abstract string Unit { get; }

    /// <summary>Whether the figure needs durations and outcomes, which a throughput meter lacks.</summary>
    internal abstract bool NeedsDurations { get; }

    /// <summary>How long a firing alert is kept when data become too few to judge.</summary>
    internal abstract TimeSpan KeptWithoutData { get; }

    internal abstract AlertMeter CreateMeter(TimeProvider clock);

    /// <summary>What is wrong with the rule, a sentence each.</summary>
    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            yield return "An alert rule must have a name.";
        }

        if (string.IsNullOrWhiteSpace(Series))
        {
            yield return Problem($"{nameof(Series)} must name a series.");
        }

        if (!Enum.IsDefined(Severity))
        {
            yield return Problem($"{nameof(Severity)} must be Warning or Critical, but is {Severity}.");
        }

        if (For < TimeSpan.Zero)
        {
            yield return Problem($"{nameof(For)} must be zero or more, but is {For}.");
        }

        foreach (var problem in OwnProblems())
        {
            yield return Problem(problem);
        }
    }

    private protected abstract IEnumerable<string> OwnProblems();

    private protected static IEnumerable<string> ProblemsOfWindow(TimeSpan window, string name)
    {
        if (window < TimeSpan.FromSeconds(1) || window > MaxWindow)
        {
            yield return $"{name} must be from 1 second to {MaxWindow.TotalDays} days, but is {window}.";
        }
    }

    private protected static IEnumerable<string> ProblemsOfMinimum(long samples, long least)
    {
        if (samples < least)
        {
            yield return $"MinimumSamples must be {least} or more, but is {samples}.";
        }
    }

    private static TimeSpan MaxWindow => TimeSpan.FromDays(31);

    private string Problem(string text) => $"Alert rule '{Name}': {text}";
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Where the alert of one rule stands, with the figure that decided. Immutable.</summary>
public sealed class AlertStatus
{
    /// <summary>The rule.</summary>
    public required AlertRule Rule { get; init; }

    /// <summary>The state.</summary>
    public required AlertState State { get; init; }

    /// <summary>When the state was entered, by the wall clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>
    /// The figure at the last evaluation, in the unit of the rule (<see cref="AlertRule.Unit"/>); <see langword="null"/> if there
    /// was none.
    /// </summary>
    public required double? Value { get; init; }

    /// <summary>
    /// What the figure was compared with: a constant, or for a rule relative to a baseline what the baseline made of it;
    /// <see langword="null"/> if there was no baseline.
    /// </summary>
    public required double? Threshold { get; init; }

    /// <summary>Number of events behind the figure.</summary>
    public required long Samples { get; init; }
}

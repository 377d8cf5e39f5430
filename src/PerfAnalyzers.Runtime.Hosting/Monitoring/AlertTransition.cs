using System.Globalization;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>An alert went from one state to another. Raised once per change, never repeated while a state lasts. Immutable.</summary>
public sealed class AlertTransition
{
    /// <summary>The rule.</summary>
    public required AlertRule Rule { get; init; }

    /// <summary>The state before.</summary>
    public required AlertState From { get; init; }

    /// <summary>The state now; never equal to <see cref="From"/>.</summary>
    public required AlertState To { get; init; }

    /// <summary>When, by the wall clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc cref="AlertStatus.Value"/>
    public required double? Value { get; init; }

    /// <inheritdoc cref="AlertStatus.Threshold"/>
    public required double? Threshold { get; init; }

    /// <inheritdoc cref="AlertStatus.Samples"/>
    public required long Samples { get; init; }

    /// <summary>One line for a log or a message, in invariant culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rule.Name}: {From} -> {To}, {Rule.Figure} of {Rule.Series} {Text(Value)} against {Text(Threshold)} ({Samples} samples)");

    private string Text(double? figure) => (figure, Rule.Unit) switch
    {
        (null, _) => "unknown",
        ({ } number, "") => number.ToString("G4", CultureInfo.InvariantCulture),
        ({ } number, var unit) => string.Create(CultureInfo.InvariantCulture, $"{number:G4} {unit}"),
    };
}

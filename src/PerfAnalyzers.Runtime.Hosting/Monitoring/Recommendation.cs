namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>Something worth doing, with the figure that says so. Immutable.</summary>
public sealed class Recommendation
{
    /// <summary>What it is about.</summary>
    public required RecommendationKind Kind { get; init; }

    /// <summary>The series that it is about; <see langword="null"/> for the process.</summary>
    public required string? Series { get; init; }

    /// <summary>Name of the figure that caused it, for example <c>CPU share</c>.</summary>
    public required string Figure { get; init; }

    /// <summary>The figure.</summary>
    public required double Value { get; init; }

    /// <summary>What it was compared with; the further <see cref="Value"/> is above, the earlier in the list.</summary>
    public required double Limit { get; init; }

    /// <summary>Why, in a sentence with figures, in invariant culture.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Action { get; init; }

    /// <summary>Reason and action.</summary>
    public override string ToString() => Series is null ? $"{Reason} {Action}" : $"{Series}: {Reason} {Action}";
}

using PerfAnalyzers.Effects;

namespace PerfAnalyzers.Host;

/// <summary>What a rule says of a place that concerns it: a finding, or a silence that has a name.</summary>
internal abstract record Verdict
{
    /// <summary>A rule returns a guard where it is silent.</summary>
    public static implicit operator Verdict(Guard guard) => new Silence(guard);
}

/// <summary>Nothing is reported.</summary>
/// <param name="Guard">Why.</param>
/// <param name="Because">The code that decided; null for the place itself.</param>
internal sealed record Silence(Guard Guard, SyntaxNode? Because = null) : Verdict;

/// <summary>Something is reported.</summary>
/// <param name="Sure">How sure it is where the code runs once per request or message; elsewhere it is a suggestion at most.</param>
/// <param name="Words">The arguments of the rule's message.</param>
internal sealed record Finding(Sureness Sure, params object[] Words) : Verdict
{
    /// <summary>What to underline; null for the place itself.</summary>
    public SyntaxNode? At { get; init; }

    /// <summary>The calls that lead from the place to what the finding is about; none where it stands there.</summary>
    public ImmutableArray<Step> Via { get; init; } = ImmutableArray<Step>.Empty;

    /// <summary>What several findings of a file can be about; only the first of them is reported. Null for one that stands alone.</summary>
    public object? About { get; init; }

    /// <summary>True where the finding is about code that runs per request, whatever runs the place itself.</summary>
    public bool RunsPerRequest { get; init; }

    /// <summary>What the fix needs to know.</summary>
    public ImmutableDictionary<string, string?> ForFix { get; init; } = ImmutableDictionary<string, string?>.Empty;
}

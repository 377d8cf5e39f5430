using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>How often a call does what its code holds.</summary>
internal enum When
{
    /// <summary>In every call that its checks of the arguments let through.</summary>
    Always,

    /// <summary>Behind a cache, a branch, a catch or a loop, or in some implementations of a contract only.</summary>
    Sometimes,
}

/// <summary>One call on the way from a place to what happens behind it.</summary>
/// <param name="Name">The called member, as a message names it: <c>ProductRepository.GetAsync</c>.</param>
/// <param name="Location">Where it is called; none where that is in another project.</param>
internal sealed record Step(string Name, Location Location)
{
    /// <summary>What stands between two steps that are written down.</summary>
    public const string Arrow = " -> ";
}

/// <summary>What a call does to the outside.</summary>
/// <param name="What">A read or a write.</param>
/// <param name="When">Whether each call does it.</param>
/// <param name="Api">The API that does it in the end.</param>
/// <param name="DependsOn">The parameters from which it is computed, one bit for each ordinal.</param>
/// <param name="Via">The calls that lead to the API, which is the last.</param>
internal sealed record Effect(ApiRole What, When When, ApiFact Api, ulong DependsOn, ImmutableArray<Step> Via)
{
    /// <summary>What decides whether it happens; null where it always does.</summary>
    public SyntaxNode? Unless { get; init; }

    /// <summary>The parameter that holds the SQL; null where the text is fixed, or there is none.</summary>
    public int? Statement { get; init; }
}

/// <summary>A parameter that a method runs: what the given function does, the call does.</summary>
/// <param name="Ordinal">Which parameter.</param>
/// <param name="When">Whether each call runs it.</param>
/// <param name="Unless">What decides whether it is run; null where it always is.</param>
internal sealed record ParameterRun(int Ordinal, When When, SyntaxNode? Unless);

/// <summary>What a method does, through all that it calls.</summary>
/// <param name="effects">Its reads and writes.</param>
/// <param name="runs">The parameters that it runs.</param>
/// <param name="isComplete">Finds out whether everything that it waits for could be seen.</param>
internal sealed class Summary(ImmutableArray<Effect> effects, ImmutableArray<ParameterRun> runs, Lazy<bool> isComplete)
{
    /// <summary>The summary of code that cannot be seen.</summary>
    public static readonly Summary Unknown = Nothing(new(() => false));

    /// <summary>The summary of code that is seen to make no round trip.</summary>
    public static Summary Nothing(Lazy<bool> isComplete) =>
        new(ImmutableArray<Effect>.Empty, ImmutableArray<ParameterRun>.Empty, isComplete);

    public ImmutableArray<Effect> Effects => effects;

    public ImmutableArray<ParameterRun> Runs => runs;

    /// <summary>
    /// False where it waits for something that cannot be seen, or waits on purpose, so that it may do more than the effects say.
    /// </summary>
    public bool IsComplete => isComplete.Value;
}

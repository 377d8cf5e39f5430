using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>An effect as one place brings it about.</summary>
/// <param name="Call">The call that does it.</param>
/// <param name="Effect">What happens; its path begins with the call at the place.</param>
/// <param name="Inputs">The operations at the place from which it is computed.</param>
/// <param name="Choices">The decisions at the place on which it depends; none where it always happens.</param>
internal sealed record SiteEffect(
    IInvocationOperation Call, Effect Effect, ImmutableArray<IOperation> Inputs, ImmutableArray<Choice> Choices)
{
    /// <summary>What the place gives as SQL; null where the text is fixed behind it, or there is none.</summary>
    public IOperation? Statement { get; init; }
}

/// <summary>A parameter that one place runs.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="When">Whether what runs it always does.</param>
/// <param name="Unless">What decides whether it is run.</param>
/// <param name="Choices">The decisions at the place on which it depends.</param>
internal sealed record SiteRun(IParameterSymbol Parameter, When When, SyntaxNode? Unless, ImmutableArray<Choice> Choices);

/// <summary>What one call does.</summary>
/// <param name="effects">Its reads and writes.</param>
/// <param name="runs">The parameters of the function around it that it runs.</param>
/// <param name="isDirect">True where a table knows the called API itself.</param>
/// <param name="isComplete">Finds out whether everything that it waits for could be seen.</param>
internal sealed class SiteEffects(ImmutableArray<SiteEffect> effects, ImmutableArray<SiteRun> runs, bool isDirect, Lazy<bool> isComplete)
{
    public ImmutableArray<SiteEffect> Effects => effects;

    public ImmutableArray<SiteRun> Runs => runs;

    public bool IsDirect => isDirect;

    public bool IsComplete => isComplete.Value;

    /// <summary>The effect of the kind; one that always happens before one that may.</summary>
    public SiteEffect? Find(ApiRole role) =>
        effects.Where(effect => effect.Effect.What == role).OrderBy(effect => effect.Effect.When).FirstOrDefault();
}

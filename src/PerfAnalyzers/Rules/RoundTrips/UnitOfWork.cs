using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers whether the entities that a loop changes one by one could be saved together.</summary>
internal static class UnitOfWork
{
    /// <summary>
    /// True where one SaveChanges after the loop writes the same rows: the context outlives the loop, its items change entities, no code between two saves
    /// leaves the process, and none needs what a save generates (guard G11) or queries what an earlier iteration wrote (guard G12).
    /// </summary>
    public static bool CanSpan(LoopCode loop, IInvocationOperation save, RoundTripCalls trips)
    {
        if (ValueFlow.RootVariable(save.Receiver()) is not { } context || context.IsDeclaredIn(loop.Loop.Syntax))
            return false;

        var changes = EntityChanges.In(loop);
        var saves = loop.OwnCode.OfType<IInvocationOperation>().Where(IsSave).ToList();
        return changes.Any
            && !saves.Any(other => !SymbolEqualityComparer.Default.Equals(ValueFlow.RootVariable(other.Receiver()), context))
            && !loop.Writes(trips).Any(write => !IsSave(write))
            && loop.OwnCode.OfType<IAwaitOperation>().All(await => await.AwaitedCall() is { } call && StaysOnContext(call))
            && !loop.OwnCode.OfType<IInvocationOperation>().Any(call => HandsOver(call, context))
            && !changes.AreReadBack(loop, saves.Min(other => other.Syntax.Span.End))
            && !loop.Reads(trips).Concat(loop.OwnCode.OfType<IInvocationOperation>().Where(IsEfCore)).Any(changes.MayBeSeenBy);
    }

    public static bool IsSave(IInvocationOperation call) =>
        call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync"
        && call.TargetMethod.ContainingType.SelfBasesAndInterfaces().Any(type => type.Is("Microsoft.EntityFrameworkCore.DbContext"));

    private static bool StaysOnContext(IInvocationOperation call) => IsSave(call) || IsEfCore(call);

    private static bool IsEfCore(IInvocationOperation call) =>
        !IsSave(call) && call.TargetMethod.ContainingNamespace?.ToDisplayString() is { } name && name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal);

    /// <summary>True where code elsewhere gets at the context, and may query it.</summary>
    private static bool HandsOver(IInvocationOperation call, ISymbol context) =>
        !IsSave(call) && !IsEfCore(call)
        && (call.Arguments.Any(argument => SymbolEqualityComparer.Default.Equals(ValueFlow.Variable(argument.Value.WithoutConversions()), context))
            || call.TargetMethod.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax().DescendantTokens().Any(token => token.ValueText == context.Name)));
}

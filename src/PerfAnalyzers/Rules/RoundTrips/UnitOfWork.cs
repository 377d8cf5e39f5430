using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers whether the entities that a loop changes one by one could be saved together.</summary>
internal static class UnitOfWork
{
    /// <summary>
    /// Why one SaveChanges after the loop would not write the same rows; null where it does: the context outlives the loop, its items
    /// change entities, no code between two saves leaves the process, and none needs what a save generates or queries what an earlier
    /// iteration wrote.
    /// </summary>
    public static Silence? WhyApart(LoopTrips trips, IInvocationOperation save)
    {
        var loop = trips.Loop;
        if (ValueFlow.RootVariable(save.Receiver()) is not { } context || (context is ILocalSymbol && loop.IsDeclaredInside(context)))
            return new(Guard.ContextOfLoop);
        var changes = EntityChanges.In(loop);
        return changes.Any ? WhyInOrder(trips, context) ?? WhyNeeded(trips, changes) : new Silence(Guard.ChangesNoEntity);
    }

    /// <summary>What else happens between two saves.</summary>
    private static Silence? WhyInOrder(LoopTrips trips, ISymbol context)
    {
        var calls = trips.Loop.OwnCode.OfType<IInvocationOperation>().ToList();
        if (calls.FirstOrDefault(call => IsSave(call) && !context.Same(ValueFlow.RootVariable(call.Receiver()))) is { } other)
            return new(Guard.WritesElsewhere, other.Syntax);
        if (trips.Writes.FirstOrDefault(write => !IsSave(write.Call)) is { } write)
            return new(Guard.WritesElsewhere, write.Call.Syntax);
        var awaits = trips.Loop.OwnCode.OfType<IAwaitOperation>();
        var last = calls.LastOrDefault(IsSave);
        if (awaits.FirstOrDefault(await => !(await.AwaitedCall() is { } call && IsHarmless(call))) is { } awaited)
            return new(Guard.AwaitsUnknown, awaited.Syntax);
        return calls.FirstOrDefault(call => HandsOver(call, context)) is { } handed
            ? new Silence(Guard.ContextHandedOver, handed.Syntax)
            : null;

        bool IsHarmless(IInvocationOperation call) => StaysOnContext(call) || (last is not null && Announcements.Follow(call, last));
    }

    /// <summary>What needs the rows, or the values in them, before the loop ends.</summary>
    private static Silence? WhyNeeded(LoopTrips trips, EntityChanges changes)
    {
        var calls = trips.Loop.OwnCode.OfType<IInvocationOperation>().ToList();
        if (changes.ReadBack(trips.Loop, calls.Where(IsSave).Select(save => save.Syntax.Span.End).DefaultIfEmpty().Min()) is { } key)
            return new(Guard.KeyReadBack, key.Syntax);
        var queries = trips.Reads.Select(read => read.Call).Concat(calls.Where(IsEfCore));
        return queries.FirstOrDefault(changes.MayBeSeenBy) is { } query ? new Silence(Guard.QuerySeesChanges, query.Syntax) : null;
    }

    public static bool IsSave(IInvocationOperation call) =>
        call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync"
        && call.TargetMethod.ContainingType.SelfBasesAndInterfaces().Any(type => type.Is("Microsoft.EntityFrameworkCore.DbContext"));

    private static bool StaysOnContext(IInvocationOperation call) => IsSave(call) || IsEfCore(call);

    private static bool IsEfCore(IInvocationOperation call) =>
        !IsSave(call) && call.TargetMethod.IsInNamespace("Microsoft.EntityFrameworkCore");

    /// <summary>True where code elsewhere gets at the context, and may query it.</summary>
    private static bool HandsOver(IInvocationOperation call, ISymbol context) =>
        !IsSave(call) && !IsEfCore(call)
        && (call.Arguments.Any(argument => context.Same(ValueFlow.Variable(argument.Value.WithoutConversions())))
            || call.TargetMethod.DeclaringSyntaxReferences.Any(declaration => Mentions(declaration.GetSyntax(), context.Name)));

    private static bool Mentions(SyntaxNode code, string name) => code.DescendantTokens().Any(token => token.ValueText == name);
}

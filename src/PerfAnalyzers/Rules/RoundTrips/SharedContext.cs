using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>
/// Answers whether round trips for several items are in flight together on one DbContext, which allows no concurrent use: the second one
/// throws, or corrupts what the context tracks.
/// </summary>
internal static class SharedContext
{
    private static readonly ImmutableArray<string> Contexts =
        ImmutableArray.Create("Microsoft.EntityFrameworkCore.DbContext", "Microsoft.EntityFrameworkCore.DbSet`1");

    /// <summary>True where an item's round trip is begun before that of another is done.</summary>
    public static bool AreStartedTogether(IInvocationOperation call, LoopCode loop) => loop.HandlesItemsTogether || !call.IsDoneInPlace();

    /// <summary>True where all of them are seen to run on a context that outlives the iteration.</summary>
    public static bool IsUsedTogether(Trip trip, LoopCode loop, CallGraph? calls) =>
        trip.Store == "EF Core" && calls is not null && IsAwaitedTogether(trip.Call, loop) && IsOnOne(trip, loop, calls);

    private static bool IsAwaitedTogether(IInvocationOperation call, LoopCode loop)
    {
        if (loop.Runner is { } runner && ItemLambdas.RunsAtOnce(runner))
            return true;
        var member = call.Member();
        var together = member.Descendants().OfType<IInvocationOperation>()
            .Where(other => other.TargetMethod.Name == "WhenAll" && other.TargetMethod.ContainingType.IsTask()).ToList();
        if (together.Count == 0)
            return false;
        var tasks = FlowGraph.In(member).From(loop.Runner ?? call, throughCalls: true);
        return together.Any(all => all.Arguments.Any(argument => tasks.Reaches(argument.Value)));
    }

    private static bool IsOnOne(Trip trip, LoopCode loop, CallGraph calls)
    {
        if (trip.IsDirect)
            return IsHeld(trip.Call, loop);
        var steps = trip.Path.Skip(1).Select(step => calls.CallAt(step.Location)).ToList();
        if (steps.LastOrDefault() is not { } last || !IsHeldOrOwn(trip.Call, loop))
            return false;
        return IsHeld(last, loop: null) && steps.Take(steps.Count - 1).All(step => IsHeldOrOwn(step, loop: null));
    }

    /// <summary>
    /// True for a call on a context, or a set or query of one, that is there before the function runs, or before the loop.
    /// </summary>
    private static bool IsHeld(IInvocationOperation call, LoopCode? loop) =>
        ValueFlow.RootVariable(call.Receiver()) is { } root && Outlives(root, loop)
        && (TypeOf(root).IsAnyOf(Contexts) || call.Receiver()?.OriginOfQuery() == QueryOrigin.EntityFramework);

    private static bool IsHeldOrOwn(IInvocationOperation? call, LoopCode? loop) => call?.Receiver() switch
    {
        null => call is not null,
        IInstanceReferenceOperation => true,
        var receiver => ValueFlow.RootVariable(receiver) is { } root && Outlives(root, loop),
    };

    /// <summary>
    /// True for a field, a property that has one, and what a constructor is given; beside the loop also for a local or parameter that is
    /// not of an iteration.
    /// </summary>
    private static bool Outlives(ISymbol variable, LoopCode? loop) => variable switch
    {
        IFieldSymbol => true,
        IPropertySymbol property =>
            property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => field.AssociatedSymbol.Same(property)),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
        _ => loop?.IsDeclaredInside(variable) == false,
    };

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Why a loop, or a call in it, is no case for one round trip instead of many, whether it reads or writes.</summary>
internal static class LoopGuards
{
    /// <summary>Why the loop does not run over as many items as there are data; null where it does.</summary>
    public static Silence? WhyNoData(LoopCode loop)
    {
        var guard = loop.RunsOver switch
        {
            LoopData.None => Guard.LoopWithoutData,
            LoopData.Stream => Guard.LoopOverStream,
            LoopData.Counter => Guard.LoopOverCounter,
            LoopData.WrittenOut => Guard.LoopOverWrittenList,
            LoopData.Declared => Guard.LoopOverDeclared,
            LoopData.Optional => Guard.LoopOverOptional,
            LoopData.Unresolved => Guard.LoopOverUnknownType,
            _ => null,
        };
        if (guard is not null)
            return new(guard, loop.Source?.Syntax ?? loop.Loop.Syntax);
        return loop.Throttle is { } throttle ? new(Guard.LoopThrottles, throttle.Syntax) : null;
    }

    /// <summary>Why the loop does not repeat the call for item after item; null where it does.</summary>
    public static Silence? WhyNotPerItem(LoopCode loop, IOperation call)
    {
        if (loop.IsChunked)
            return new(Guard.InChunks, loop.Loop.Syntax);
        if (loop.OwnContext is { } context)
            return new(Guard.ContextPerItem, context.Syntax);
        return loop.RunsForOneItem(call) ? new Silence(Guard.RunsForOneItem) : null;
    }

    /// <summary>Why the call is not seen to be a round trip for each item, and nothing else; null where it is.</summary>
    public static Silence? WhyNoTrip(Trip trip, LoopCode loop)
    {
        if (trip.IsDenied)
            return new(Guard.SaidToMakeNone);
        if (trip.Effect is not { } effect || trip.IsDirect)
            return null;
        if (effect.Statement is { } sql && loop.UsesItem(sql))
            return new(Guard.StatementPerItem, sql.Syntax);
        if (trip.Many is not null)
            return null;
        // A form for many that asks a cache for one after the other still reads what the cache does not have one by one.
        if (effect.Effect.When == When.Sometimes && trip is not { IsInFormForMany: true, Role: ApiRole.Read })
            return new(Guard.HappensSometimes, effect.Effect.Unless);
        return trip.Site.IsComplete ? null : new Silence(Guard.DoesMore);
    }

    /// <summary>True where the item is only what the call is made on, not what it is about.</summary>
    public static bool IsOnlyReceiver(Trip trip, LoopCode loop) =>
        trip.Call.Instance is { } receiver && loop.UsesItem(receiver)
            && !trip.Call.Arguments.Any(argument => loop.UsesItem(argument.Value));
}

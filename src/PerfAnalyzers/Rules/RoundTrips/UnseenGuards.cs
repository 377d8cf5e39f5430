using PerfAnalyzers.Code;
using PerfAnalyzers.Host;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>
/// Why a call whose code cannot be seen is left alone in this loop, although its names tell of a round trip: what else the loop does
/// makes it doubtful that a form for many would serve.
/// </summary>
internal static class UnseenGuards
{
    /// <summary>How many other calls a loop may wait for that looks something up.</summary>
    private const int MostOthers = 2;

    /// <summary>How methods that end a unit of work begin.</summary>
    private static readonly ImmutableArray<string> Endings = ImmutableArray.Create("SaveChanges", "SaveEntities", "Commit");

    /// <summary>Null for a read that is seen, and for one that looks something up for each item.</summary>
    public static Silence? WhyNoLookUp(RepeatedRead read)
    {
        if (!read.Trip.IsPresumed)
            return null;
        var (loop, call) = (read.Loop, read.Trip.Call);
        if (loop.FaultBarrier(call) is { } attempt)
            return new(Guard.UnseenDecides, attempt.Syntax);
        if (loop.ExitsOn(call) || loop.ThrowsOn(call))
            return new(Guard.UnseenDecides);
        return WhyAmongSteps(Others(loop, call).Where(await => IsRepeatedWith(call, await)).Skip(MostOthers)) ?? WhyInUnitOfWork(call);
    }

    /// <summary>Null for a write that is seen, and for one that is all that the loop waits for.</summary>
    public static Silence? WhyNotOnlyWrite(RepeatedWrite write) =>
        write.Trip.IsPresumed ? WhyAmongSteps(Others(write.Loop, write.Call)) ?? WhyInUnitOfWork(write.Call) : null;

    private static Silence? WhyAmongSteps(IEnumerable<IAwaitOperation> others) =>
        others.FirstOrDefault() is { } other ? new Silence(Guard.UnseenAmongSteps, other.Syntax) : null;

    private static Silence? WhyInUnitOfWork(IInvocationOperation call) =>
        call.Member().Descendants().OfType<IInvocationOperation>().FirstOrDefault(Commits) is { } commit
            ? new Silence(Guard.UnseenInUnitOfWork, commit.Syntax) : null;

    /// <summary>What else the loop waits for.</summary>
    private static IEnumerable<IAwaitOperation> Others(LoopCode loop, IInvocationOperation call)
    {
        var own = AwaitAround(call);
        return loop.OwnCode.OfType<IAwaitOperation>().Where(await => !ReferenceEquals(await, own));
    }

    private static IOperation AwaitAround(IOperation operation)
    {
        while (operation is { Parent: { } outer } and not IAwaitOperation)
            operation = outer;
        return operation;
    }

    /// <summary>True where no loop stands around the await that the call is not in: such a loop has items of its own.</summary>
    private static bool IsRepeatedWith(IInvocationOperation call, IAwaitOperation await) =>
        LoopCode.Around(await)?.Loop.Syntax.Span.Contains(call.Syntax.Span) == true;

    /// <summary>True for what ends a unit of work, whatever it is called on.</summary>
    private static bool Commits(IInvocationOperation call) =>
        Endings.Any(name => call.TargetMethod.Name.StartsWith(name, StringComparison.Ordinal))
        || call.Receiver()?.Type?.Name.EndsWith("UnitOfWork", StringComparison.Ordinal) == true;
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>How a loop uses the result of a write.</summary>
internal enum ResultUse { None, Summed, Read, NotAwaited }

/// <summary>A write that stands in a loop.</summary>
/// <param name="Trip">The write.</param>
/// <param name="Loop">The outermost loop whose items could be written together; where there is none, the one that it stands in.</param>
/// <param name="Trips">The round trips of that loop.</param>
/// <param name="Use">How its result is used.</param>
/// <param name="WhyApart">Why the items of the loop cannot be written together; null where they can.</param>
internal sealed record RepeatedWrite(Trip Trip, LoopCode Loop, LoopTrips Trips, ResultUse Use, Silence? WhyApart)
{
    public IInvocationOperation Call => Trip.Call;

    /// <summary>What is known about it.</summary>
    public ApiFact Fact => Trip.Fact;

    public bool IsSave => Fact.IsSave;

    public bool IsHttp => Fact.IsHttp;

    /// <summary>True for a write that may stay in an outbox until a unit of work is saved.</summary>
    public bool MayWait => Fact.MayWait;

    /// <summary>True where the writes of several items are in flight together.</summary>
    public bool IsStartedTogether => SharedContext.AreStartedTogether(Call, Loop);

    public bool IsSql => Fact.IsSql;

    /// <summary>True for a statement on SQLite: no network, but without a transaction each one waits for the disk.</summary>
    public bool IsSqlite => IsSql && Fact.IsOnDisk;

    /// <summary>ExecuteDelete and ExecuteUpdate: one statement for as many rows as the query selects.</summary>
    public bool IsSetBased => Fact.IsRowSet;

    /// <summary>True for what sends everything that the items have left in a buffer.</summary>
    public bool IsFlush => Call.TargetMethod.Name is "Flush" or "FlushAsync";

    /// <summary>True where the loop tells somebody of each item behind the write.</summary>
    public bool IsAnnounced =>
        Loop.OwnCode.OfType<IAwaitOperation>().Any(await => await.AwaitedCall() is { } call && Announcements.Follow(call, Call))
        || (IsSave && EntityChanges.In(Loop).AreTold(Loop, Call.Syntax.Span.End));

    /// <summary>True where the loop reads the rows that it writes: an item that comes twice would read its own.</summary>
    public bool ReadsItsRows => !IsSave && WriteOrder.ReadsOfSameLibrary(this).Any();

    /// <summary>True where the call's receiver is of one of the types, also when a base type declares the method.</summary>
    public bool IsMadeOn(params string[] types) =>
        Call.Receiver()?.Type is INamedTypeSymbol type && type.SelfBasesAndInterfaces().Any(candidate => types.Any(candidate.Is));

    /// <summary>
    /// The write as a loop repeats it, and why its items are written one by one, if there is a reason; null where the call is no write
    /// in a loop.
    /// </summary>
    public static RepeatedWrite? Find(IInvocationOperation call, EffectEngine effects, CancellationToken cancellation)
    {
        if (LoopCode.Around(call) is not { } inner || In(inner, call, effects, cancellation) is not { } write)
            return null;
        while (write is { WhyApart: null, Loop.Outer: { } outer } && In(outer, call, effects, cancellation) is { WhyApart: null } wider)
            write = wider;
        return write;
    }

    private static RepeatedWrite? In(LoopCode loop, IInvocationOperation call, EffectEngine effects, CancellationToken cancellation)
    {
        var trips = new LoopTrips(loop, effects, cancellation);
        if ((trips.Find(call, ApiRole.Write) ?? trips.Presume(call, ApiRole.Write)) is not { } trip)
            return null;
        var write = new RepeatedWrite(trip, loop, trips, UseOf(call), WhyApart: null);
        return write with { WhyApart = WriteGuards.WhyApart(write) };
    }

    private static ResultUse UseOf(IInvocationOperation call)
    {
        if (call.ResultInPlace() is not { } value)
            return ResultUse.NotAwaited;
        return value.Parent switch
        {
            IExpressionStatementOperation => ResultUse.None,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => ResultUse.None,
            ICompoundAssignmentOperation => ResultUse.Summed,
            _ => ResultUse.Read,
        };
    }
}

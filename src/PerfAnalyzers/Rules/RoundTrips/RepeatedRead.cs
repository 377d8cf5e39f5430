using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>A read that stands in a loop.</summary>
/// <param name="Trip">The read.</param>
/// <param name="Inner">The loop that it stands in.</param>
/// <param name="Loop">The innermost loop whose item it uses, or where there is none, the one that it stands in.</param>
/// <param name="Trips">The round trips of that loop.</param>
internal sealed record RepeatedRead(Trip Trip, LoopCode Inner, LoopCode Loop, LoopTrips Trips)
{
    private IInvocationOperation Call => Trip.Call;

    /// <summary>True where the reads of several items are in flight together.</summary>
    public bool IsStartedTogether => SharedContext.AreStartedTogether(Call, Loop);

    /// <summary>
    /// True where the tables know the read, where the query is seen to be one of EF Core, and where nothing but failures ends the loop
    /// and nothing is written in it that an item which comes twice would read.
    /// </summary>
    public bool IsCertain => Trip.IsDirect && !IsOfUnknownOrigin && !Loop.ExitsOn(Call) && !WritesOfSameStore.Any(write => write.IsDirect);

    public static RepeatedRead? Find(IInvocationOperation call, EffectEngine effects, CancellationToken cancellation)
    {
        if (LoopCode.Around(call) is not { } inner)
            return null;
        var loop = inner;
        while (!loop.UsesItem(call) && loop.Outer is { } outer)
            loop = outer;
        if (!loop.UsesItem(call))
            loop = inner;
        var trips = new LoopTrips(loop, effects, cancellation);
        return (trips.Find(call, ApiRole.Read) ?? trips.Presume(call, ApiRole.Read)) is { } trip ? new(trip, inner, loop, trips) : null;
    }

    /// <summary>Why the read is not made for item after item of data; null where it is.</summary>
    public Silence? WhyNoItem()
    {
        for (var loop = Inner; loop is not null; loop = loop.Outer)
        {
            if (LoopGuards.WhyNoData(loop) is { } silence)
                return silence;
            if (ReferenceEquals(loop, Loop))
                break;
        }
        return Trip.UsesItem(Loop) ? null : new Silence(Guard.IndependentOfItem);
    }

    /// <summary>Why the reads cannot be made together; null where they can.</summary>
    public Silence? WhyApart()
    {
        if (IsStartedTogether && !SharedContext.IsUsedTogether(Trip, Loop, Trips.Calls))
            return new(Guard.StartedTogether);
        if (Caches.AreFilledBy(Call))
            return new(Guard.FillsCache);
        return LoopGuards.WhyNotPerItem(Loop, Call) ?? WhyInOrder() ?? WhyElsewhere() ?? UnseenGuards.WhyNoLookUp(this);
    }

    /// <summary>Why the remedy would change what the loop does; null where it does not.</summary>
    public Silence? WhyUnfit(string remedy) =>
        BatchedRead.AsksOneByOne(remedy) && Loop.ExitOn(Call) is { } exit ? new Silence(Guard.EndsOnResult, exit.Syntax) : null;

    private Silence? WhyInOrder()
    {
        if (Loop.IsLoopCarried(Call))
            return new(Guard.LoopCarried);
        if (Loop.MemoOf(Call) is { } lookup)
            return new(Guard.LoopRemembers, lookup.Syntax);
        return WriteThatIsSeen() is { } write ? new Silence(Guard.SeesWrites, write.Syntax) : null;
    }

    private Silence? WhyElsewhere()
    {
        if (BatchedRead.AsksTablesOf(Call, Loop))
            return new(Guard.StatementPerItem);
        return !Trip.IsDirect && LoopGuards.IsOnlyReceiver(Trip, Loop) ? new Silence(Guard.ObjectPerItem, Call.Instance!.Syntax) : null;
    }

    /// <summary>
    /// The write of the loop that the read may see in a later iteration. Writing back what was read is none: the next item reads
    /// another row.
    /// </summary>
    private IInvocationOperation? WriteThatIsSeen()
    {
        var writes = WritesOfSameStore.Where(write => !OwnRows.Hold(Loop, Trip, write));
        if (Trip.IsDirect)
            return writes.FirstOrDefault(write => write.IsDirect)?.Call;
        return NotWrittenBack(writes.Select(write => write.Call).Concat(Loop.OwnCode.OfType<IInvocationOperation>().Where(IsCommand)));
    }

    private IEnumerable<Trip> WritesOfSameStore =>
        Trips.Writes.Where(write => Trip.Store is null || write.Store is null || Trip.Store == write.Store);

    private IInvocationOperation? NotWrittenBack(IEnumerable<IInvocationOperation> writes)
    {
        var result = new Lazy<ValueFlow>(() => Loop.Flow.From(Call, throughCalls: false));
        return writes.FirstOrDefault(write => !write.Arguments.Any(argument => result.Value.Reaches(argument)));
    }

    /// <summary>A method of the same service that is awaited for nothing but its effect.</summary>
    private bool IsCommand(IInvocationOperation other) =>
        IsTaskWithoutResult(other.Type) && IsOfSameService(other)
        && Trips.Find(other, ApiRole.Read) is null && !StaysWithRow(other);

    private bool IsOfSameService(IInvocationOperation other) => other.Instance?.Type is { } type && type.Same(Call.Instance?.Type);

    private bool StaysWithRow(IInvocationOperation command) =>
        (Trips.Find(command, ApiRole.Write) ?? Trips.Presume(command, ApiRole.Write)) is { } write && OwnRows.Hold(Loop, Trip, write);

    private static bool IsTaskWithoutResult(ITypeSymbol? type) => type.IsTask() && type is INamedTypeSymbol { TypeArguments.IsEmpty: true };

    /// <summary>
    /// True for a query that came as an IQueryable from elsewhere, such as a repository: of which provider, the code does not show.
    /// </summary>
    private bool IsOfUnknownOrigin => Trip.Fact.Role == ApiRole.Query && !Call.Receiver().IsEntityFrameworkQuery();
}

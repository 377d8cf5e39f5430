using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>What a loop does between two writes, so that their order must be kept.</summary>
internal static class WriteOrder
{
    /// <summary>Null where nothing is seen that a batch after the loop would change.</summary>
    public static Silence? WhyKept(RepeatedWrite write)
    {
        if (ReadsOfSameLibrary(write).FirstOrDefault(read => !OwnRows.Hold(write.Loop, read, write.Trip)) is { } read)
            return new(Guard.ReadsBetween, read.Call.Syntax);
        if (write.Trips.Writes.FirstOrDefault(other => !IsOfSameLibrary(write.Call, other.Call)) is { } elsewhere)
            return new(Guard.WritesElsewhere, elsewhere.Call.Syntax);
        return write.Loop.OwnCode.OfType<IAwaitOperation>().FirstOrDefault(await => !IsKnown(await, write)) is { } unknown
            ? new Silence(Guard.AwaitsUnknown, unknown.Syntax) : null;
    }

    /// <summary>What the loop reads where it writes.</summary>
    public static IEnumerable<Trip> ReadsOfSameLibrary(RepeatedWrite write) =>
        write.Trips.Reads.Where(read => IsOfSameLibrary(write.Call, read.Call));

    private static bool IsOfSameLibrary(IInvocationOperation call, IInvocationOperation other) =>
        SymbolEqualityComparer.Default.Equals(other.TargetMethod.ContainingAssembly, call.TargetMethod.ContainingAssembly)
        || (other.Receiver()?.Type?.ContainingAssembly is { } library
            && SymbolEqualityComparer.Default.Equals(library, call.Receiver()?.Type?.ContainingAssembly));

    /// <summary>True where the loop waits for a round trip that can be seen, or for code that makes none.</summary>
    private static bool IsKnown(IAwaitOperation await, RepeatedWrite write)
    {
        if (await.AwaitedCall() is not { } call)
            return false;
        var trips = write.Trips;
        if (ReferenceEquals(call, write.Call) || trips.Find(call, ApiRole.Write) is not null || trips.Find(call, ApiRole.Read) is not null)
            return true;
        return call.TargetMethod.Name is "AddAsync" or "AddRangeAsync" || ReadsAnswer(call, write) || Announcements.Follow(call, write.Call)
            || trips.EffectsOf(call) is { IsDirect: false, IsComplete: true };
    }

    /// <summary>True for a call on what the write has answered, such as the content of a response.</summary>
    private static bool ReadsAnswer(IInvocationOperation call, RepeatedWrite write) =>
        write.Use == ResultUse.Read && !call.TargetMethod.Locations.Any(location => location.IsInSource)
        && Uses(call, write.Loop.Flow.From(write.Call, throughCalls: false));

    private static bool Uses(IInvocationOperation call, ValueFlow value) =>
        value.Reaches(call.Instance) || call.Arguments.Any(value.Reaches);
}

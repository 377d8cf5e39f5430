using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Effects;

/// <summary>
/// What the tables say about a call's round trips. Lines that are learned from other projects are lines of tables too, so that a
/// contract whose implementation is elsewhere is known here as well.
/// </summary>
internal sealed class TableTrips(ApiKnowledge apis)
{
    private static readonly ImmutableArray<ApiRole> Roles = ImmutableArray.Create(ApiRole.Read, ApiRole.Write, ApiRole.Query);

    /// <summary>
    /// True for an API that a table mentions in any role that tells whether it makes a round trip: nothing else is looked for behind
    /// it.
    /// </summary>
    public bool Know(IInvocationOperation call) => Roles.Any(role => apis.Find(call, role) is not null);

    /// <summary>True where a line that somebody has stated is about the call, and not one that was learned.</summary>
    public bool State(IInvocationOperation call) => Roles.Any(role => apis.Find(call, role) is { IsLearned: false });

    /// <summary>True where a line says that the call makes no such round trip.</summary>
    public bool Deny(IInvocationOperation call, ApiRole role) => apis.Denies(call, role);

    /// <summary>The fact for one round trip that reads, or writes; null where the call makes none of which many could be one.</summary>
    public ApiFact? Find(IInvocationOperation call, ApiRole role) =>
        role == ApiRole.Write ? apis.Find(call, ApiRole.Write) : FindRead(call);

    /// <summary>True for a read that does more than to read, or of which many cannot be one.</summary>
    public bool StandsAlone(IInvocationOperation call) => apis.Find(call, ApiRole.Read) is { } read && !IsBatchable(call, read);

    private ApiFact? FindRead(IInvocationOperation call)
    {
        if (apis.Find(call, ApiRole.Read) is { } read)
            return IsBatchable(call, read) ? read : null;
        return apis.Find(call, ApiRole.Query) is { } query && IsQuery(call.Receiver()) ? query : null;
    }

    private static bool IsQuery(IOperation? receiver) => receiver.OriginOfQuery() != QueryOrigin.Other;

    /// <summary>
    /// False for what the tables say stands alone, such as taking messages from a queue or paging, for a database in the process, which
    /// makes no round trips, and for SQL that writes.
    /// </summary>
    private static bool IsBatchable(IInvocationOperation call, ApiFact read) =>
        read is { StandsAlone: false, IsOnDisk: false } && !(read.IsSql && SqlText.HasSideEffects(SqlText.Of(call)));
}

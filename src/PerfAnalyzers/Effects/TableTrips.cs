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

    /// <summary>The fact for one round trip that reads, or writes; null where the call makes none of which many could be one.</summary>
    public ApiFact? Find(IInvocationOperation call, ApiRole role) => role == ApiRole.Write ? apis.Find(call, ApiRole.Write) : FindRead(call);

    /// <summary>True for a read that does more than to read, or of which many cannot be one.</summary>
    public bool StandsAlone(IInvocationOperation call) => apis.Find(call, ApiRole.Read) is { } read && !IsBatchable(call, read);

    private ApiFact? FindRead(IInvocationOperation call)
    {
        if (apis.Find(call, ApiRole.Read) is { } read)
            return IsBatchable(call, read) ? read : null;
        return apis.Find(call, ApiRole.Query) is { } query && IsQuery(call.Receiver()) ? query : null;
    }

    private static bool IsQuery(IOperation? receiver) => EfQuery.Is(receiver) || receiver.OriginOfQuery() != QueryOrigin.Other;

    /// <summary>
    /// False for what only looks like a read of many: taking messages from a queue, paging through a result, SQL that writes,
    /// and reading tracked entities again after a conflict, for which EF Core has no form for many.
    /// </summary>
    private static bool IsBatchable(IInvocationOperation call, ApiFact read) =>
        !(IsIn(read, "RabbitMQ.Client") || IsIn(read, "Confluent.Kafka") || IsIn(read, "Amazon.SQS") || IsIn(read, "Azure.Storage.Queues"))
        && read.Api.Member is not ("ReadNextAsync" or "ScanAsync" or "Reload" or "ReloadAsync" or "GetDatabaseValues" or "GetDatabaseValuesAsync")
        && !(IsIn(read, "Dapper") && RunsInProcess(call))
        && !(IsSql(read) && SqlText.HasSideEffects(SqlText.Of(call)));

    /// <summary>SQLite makes no round trips.</summary>
    private static bool RunsInProcess(IInvocationOperation call) => call.Receiver()?.Type is INamedTypeSymbol type && type.Is("Microsoft.Data.Sqlite.SqliteConnection");

    private static bool IsSql(ApiFact read) => IsIn(read, "Dapper") || IsIn(read, "System.Data") || IsIn(read, "Microsoft.Data");

    private static bool IsIn(ApiFact fact, string scope) => fact.Api.Type.StartsWith(scope, StringComparison.Ordinal);
}

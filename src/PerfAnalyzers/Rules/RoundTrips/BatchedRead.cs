using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers whether many calls of a reading API could be one, and what that one would be.</summary>
internal static class BatchedRead
{
    /// <summary>
    /// False for what only looks like a read of many: taking messages from a queue, paging through a result, SQL that writes,
    /// and reading tracked entities again after a conflict, for which EF Core has no form for many.
    /// </summary>
    public static bool IsBatchable(IInvocationOperation call, ApiFact read) =>
        !(IsIn(read, "RabbitMQ.Client") || IsIn(read, "Confluent.Kafka") || IsIn(read, "Amazon.SQS") || IsIn(read, "Azure.Storage.Queues"))
        && read.Api.Member is not ("ReadNextAsync" or "ScanAsync" or "Reload" or "ReloadAsync" or "GetDatabaseValues" or "GetDatabaseValuesAsync")
        && !(IsIn(read, "Dapper") && RunsInProcess(call))
        && !(IsSql(read) && SqlText.HasSideEffects(SqlText.Of(call)));

    /// <summary>True where each call asks another table.</summary>
    public static bool AsksTablesOf(IInvocationOperation call, LoopCode loop) => SqlText.NamesTableByItem(SqlText.Of(call), loop);

    /// <summary>The rewrite, for the message.</summary>
    public static string Remedy(IInvocationOperation call, ApiFact read)
    {
        var many = read.Instead is { } instead ? $"{instead.Member}{(instead.NamesOverload ? $"({string.Join(", ", instead.Parameters)})" : "")}" : null;
        return read.Api.Member switch
        {
            "Load" or "LoadAsync" when IsIn(read, "Microsoft.EntityFrameworkCore.ChangeTracking") => "load the navigation with the items, by 'Include'",
            _ when IsIn(read, "Microsoft.EntityFrameworkCore") || IsIn(read, "System.Linq") => "query all of them once before the loop, by 'Where(x => keys.Contains(x.Key))'",
            _ when IsIn(read, "Dapper") => "query all of them once before the loop, by 'WHERE key IN @keys'",
            _ when IsSql(read) => "query all of them by one command before the loop",
            _ when IsIn(read, "MongoDB.Driver.GridFS") => Concurrently,
            _ when IsIn(read, "MongoDB.Driver") => "find all of them once before the loop, by 'Filter.In'",
            _ when IsIn(read, "StackExchange.Redis") && many is not null && !many.StartsWith("CreateBatch", StringComparison.Ordinal) => $"ask for all of them at once, by '{many}'",
            _ when IsIn(read, "StackExchange.Redis") => "send all of them at once, by an 'IBatch' or by 'Task.WhenAll'",
            _ when many is not null => $"ask for all of them at once, by '{many}'",
            _ when !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty => "give it a form that takes all of them",
            _ => Concurrently,
        };
    }

    /// <summary>True where the call may see what the loop has written in an earlier iteration (guard G12).</summary>
    public static bool SeesWrites(IInvocationOperation read, LoopCode loop, RoundTripCalls trips)
    {
        var store = StoreOf(read);
        if (!trips.IsHidden(read))
            return loop.Writes(trips).Any(write => !trips.IsHidden(write) && StoreOf(write) == store);
        var result = ValueFlow.From(read, loop.Body, throughCalls: false);
        return loop.Writes(trips).Concat(loop.OwnCode.OfType<IInvocationOperation>().Where(call => IsCommand(call, read)))
            .Any(write => !write.Arguments.Any(argument => result.Reaches(argument)));
    }

    /// <summary>A method of the same service that is awaited for nothing but its effect.</summary>
    private static bool IsCommand(IInvocationOperation call, IInvocationOperation read) =>
        call.Type is INamedTypeSymbol { TypeArguments.IsEmpty: true } && call.Type.IsTask() && call.Instance?.Type is { } type && SymbolEqualityComparer.Default.Equals(type, read.Instance?.Type);

    private const string Concurrently = "run a limited number of them at a time, by 'Parallel.ForEachAsync' with 'MaxDegreeOfParallelism'";

    private static string StoreOf(IInvocationOperation call)
    {
        var name = call.TargetMethod.ContainingNamespace.ToDisplayString();
        return name.StartsWith("System.Linq", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) ? "EF Core"
            : name.StartsWith("Dapper", StringComparison.Ordinal) || name.Contains("Data") ? "SQL"
            : name.Split('.')[0];
    }

    /// <summary>SQLite makes no round trips.</summary>
    private static bool RunsInProcess(IInvocationOperation call) => call.Receiver()?.Type is INamedTypeSymbol type && type.Is("Microsoft.Data.Sqlite.SqliteConnection");

    private static bool IsSql(ApiFact read) => IsIn(read, "Dapper") || IsIn(read, "System.Data") || IsIn(read, "Microsoft.Data");

    private static bool IsIn(ApiFact fact, string scope) => fact.Api.Type.StartsWith(scope, StringComparison.Ordinal);
}

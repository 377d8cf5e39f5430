using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Answers whether many calls of a reading API could be one, and what that one would be.</summary>
internal static class BatchedRead
{
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

    /// <summary>True for a remedy that still makes every call, only side by side.</summary>
    public static bool AsksOneByOne(string remedy) => remedy == Concurrently;

    private const string Concurrently = "run a limited number of them at a time, by 'Parallel.ForEachAsync' with 'MaxDegreeOfParallelism'";

    private static bool IsSql(ApiFact read) => IsIn(read, "Dapper") || IsIn(read, "System.Data") || IsIn(read, "Microsoft.Data");

    private static bool IsIn(ApiFact fact, string scope) => fact.Api.Type.StartsWith(scope, StringComparison.Ordinal);
}

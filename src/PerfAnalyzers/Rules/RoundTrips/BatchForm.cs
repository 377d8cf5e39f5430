using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>What to do instead of a write per item, as the end of a message.</summary>
internal static class BatchForm
{
    /// <summary>Libraries with which many items can be written together, though no single member does it.</summary>
    private static readonly string[] WritersOfMany = ["Microsoft.EntityFrameworkCore.", "System.Data.", "Microsoft.Data.", "Dapper.", "System.Net.Http."];

    /// <summary>Null where the library has no form that writes many items.</summary>
    public static string? Of(RepeatedWrite write)
    {
        if (write.IsSave)
            return "save once after the loop";
        if (write.IsSqlite)
            return "begin one transaction around the loop";
        if (write.IsHttp)
            return write.Fact.Api.Type == "System.Net.Http.HttpMessageInvoker" ? null : "use a bulk endpoint, or send the requests concurrently with a limit";
        return (write.Fact.Api.Member, write.Fact.Instead?.Member) switch
        {
            ("ProduceAsync", _) => "collect the tasks and await them together after the loop",
            ("Commit" or "Flush", _) => null,
            ("ExecuteDelete" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteUpdateAsync", _) => "select the rows of all items with 'Contains' and call it once",
            (_, "CreateBatch") when write.IsSql => $"send the commands in one '{DbBatch(write)}'",
            (_, "CreateBatch") => "queue the commands on one 'CreateBatch'",
            (_, { } member) => $"collect the items for '{member}'",
            _ when write.IsSql => "send one statement for all of them (a list of parameters is still one round trip each)",
            _ when write.Call.TargetMethod.Locations.Any(location => location.IsInSource) => "give it a form that takes all of them",
            _ => null,
        };
    }

    /// <summary>
    /// False for a method of the project behind which stands an API that writes one item at a time, such as one that sends mails.
    /// </summary>
    public static bool ExistsBehind(Trip trip) =>
        trip.IsDirect || trip.Many is not null || trip.Effect is not { Effect.Api: var api }
        || api.Instead is not null || WritersOfMany.Any(library => api.Api.Type.StartsWith(library, StringComparison.Ordinal));

    private static string DbBatch(RepeatedWrite write) => write.Call.Receiver()?.Type?.Name switch
    {
        "NpgsqlCommand" => "NpgsqlBatch",
        "SqlCommand" => "SqlBatch",
        "MySqlCommand" => "MySqlBatch",
        _ => "DbBatch",
    };
}

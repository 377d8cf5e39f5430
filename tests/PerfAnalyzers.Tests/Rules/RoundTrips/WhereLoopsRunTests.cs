using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

public class WhereLoopsReadTests : WhereCodeRuns<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    protected override string Statement => "foreach (var id in Ids) Console.WriteLine(await [|Db.Set<Row>().FirstAsync(r => r.Id == id)|]);";

    protected override string Members =>
        "static readonly DbContext Db = null; static readonly List<int> Ids = new(); public class Row { public int Id { get; set; } }";

    [Fact]
    public Task The_message_names_the_call_the_collection_and_the_remedy() => Flags(Controller(Statement), new(Message:
        "'FirstAsync' waits for one round trip per item of 'Ids'; query all of them once before the loop, by 'Where(x => keys.Contains(x.Key))'"));

    [Fact]
    public Task A_loop_that_fills_an_entry_of_a_cache_is_silent() => Silent(
        "public Task M(Microsoft.Extensions.Caching.Memory.IMemoryCache memory) => Microsoft.Extensions.Caching.Memory.CacheExtensions.GetOrCreateAsync(\n"
        + $"memory, \"all\", async entry => {{ {Unmarked} return 1; }});\n{Members}",
        Guard.FillsCache);
}

public class WhereLoopsWriteTests : WhereCodeRuns<WriteInOneBatch, WriteInOneBatchFix>
{
    protected override string Statement => "foreach (var row in Rows) { row.Done = true; await [|Db.SaveChangesAsync()|]; }";

    protected override string Members =>
        "static readonly DbContext Db = null; static readonly List<Row> Rows = new(); public class Row { public int Id { get; set; } public bool Done { get; set; } }";

    [Fact]
    public Task The_message_names_the_call_and_the_remedy() => Flags(Controller(Statement), new(Message:
        "'DbContext.SaveChangesAsync' makes a round trip for every item of the loop; save once after the loop"));

    [Fact]
    public Task A_transaction_of_sqlite_around_the_loop_is_silent() => Silent(
        """
        public async Task M(Microsoft.Data.Sqlite.SqliteCommand command, List<int> ids)
        {
            using var transaction = command.Connection.BeginTransaction();
            command.Transaction = transaction;
            foreach (var id in ids)
            {
                command.CommandText = "INSERT INTO t VALUES (" + id + ")";
                command.ExecuteNonQuery();
            }
            transaction.Commit();
            await Task.Yield();
        }
        """,
        Guard.InTransaction);
}

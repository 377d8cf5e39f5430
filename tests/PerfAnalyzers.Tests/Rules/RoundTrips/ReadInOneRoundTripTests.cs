using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>What is reported, and how loudly. The rewrites have test classes of their own.</summary>
public class ReadInOneRoundTripTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private const string Usings = """
        using Dapper;
        using StackExchange.Redis;
        using MongoDB.Driver;
        using Microsoft.Azure.Cosmos;
        using Microsoft.Extensions.Caching.Distributed;
        using Amazon.DynamoDBv2;

        public class Product { public int Id { get; set; } public string Sku { get; set; } public List<Line> Lines { get; set; } }
        public class Line { public int Id { get; set; } public int ProductId { get; set; } public int Quantity { get; set; } }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } public DbSet<Line> Lines { get; set; } }

        """;

    private static string InController(string body) => Usings + $$"""
        public class ShopController(
            Shop db, DbConnection connection, Microsoft.Data.Sqlite.SqliteConnection sqlite, IDatabase redis, IMongoCollection<Product> mongo, HttpClient http,
            Container cosmos, IDistributedCache cache, IAmazonDynamoDB dynamo, MemoryDistributedCache memory) : ControllerBase
        {
            public async Task<object> M(List<int> ids, List<Line> lines, CancellationToken ct)
            {
                var found = new List<object>();
                {{body}}
                return found;
            }
        }
        """;

    [Theory]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:db.Products.FindAsync(id)|});")]
    [InlineData("foreach (var id in ids) found.Add({|warning:db.Products.Find(id)|});")]
    [InlineData("foreach (var line in lines) found.Add(await {|warning:db.Products.FirstOrDefaultAsync(p => p.Id == line.ProductId)|});")]
    [InlineData("foreach (var line in lines) found.Add({|warning:db.Products.Include(p => p.Lines).First(p => p.Id == line.ProductId)|});")]
    [InlineData("foreach (var id in ids) { var some = db.Lines.Where(l => l.ProductId == id); found.Add({|warning:some.ToList()|}); }")]
    [InlineData("foreach (var p in db.Products.ToList()) await {|warning:db.Entry(p).Collection(x => x.Lines).LoadAsync()|};")]
    [InlineData("for (var i = 0; i < ids.Count; i++) found.Add(await {|warning:db.Products.SingleAsync(p => p.Id == ids[i])|});")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:connection.QuerySingleAsync<Product>(\"SELECT * FROM P WHERE Id = @id\", new { id })|});")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:redis.StringGetAsync($\"p:{id}\")|});")]
    [InlineData("foreach (var id in ids) found.Add({|warning:redis.HashGetAll($\"p:{id}\")|});")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:mongo.Find(p => p.Id == id).FirstOrDefaultAsync()|});")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:http.GetStringAsync($\"/p/{id}\")|}.ConfigureAwait(false));")]
    [InlineData("foreach (var id in ids) found.Add({|warning:http.GetAsync($\"/p/{id}\")|}.Result);")]
    [InlineData("foreach (var id in ids) { var url = \"/p/\" + id; var r = await {|warning:http.GetAsync(url)|}; if (!r.IsSuccessStatusCode) continue; found.Add(r); }")]
    [InlineData("foreach (var id in ids) found.Add((await {|warning:cosmos.ReadItemAsync<Product>($\"{id}\", new PartitionKey(id))|}).Resource);")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:cache.GetStringAsync($\"p:{id}\")|});")]
    [InlineData("using var command = connection.CreateCommand(); foreach (var id in ids) { command.Parameters[0].Value = id; found.Add(await {|warning:command.ExecuteScalarAsync()|}); }")]
    [InlineData("foreach (var id in ids) foreach (var line in lines) found.Add(await {|warning:db.Products.FindAsync(line.ProductId)|});")]
    [InlineData("foreach (var id in ids) { var p = await {|warning:db.Products.FindAsync(id)|} ?? throw new Exception(); found.Add(p); }")]
    public Task One_round_trip_per_item(string body) => Flags(InController(body));

    [Theory]
    [InlineData("foreach (var id in ids) { var p = await {|info:db.Products.FindAsync(id)|}; if (p != null) break; }")]
    [InlineData("foreach (var id in ids) { if (await {|info:db.Products.FindAsync(id)|} == null) return null; }")]
    public Task A_loop_that_ends_on_the_result_is_a_suggestion(string body) => FlagsWithoutFix(InController(body));

    [Theory]
    [InlineData(nameof(Guard.IndependentOfItem), "foreach (var id in ids) found.Add(await db.Products.FirstAsync());")]
    [InlineData(nameof(Guard.StartedTogether), "var tasks = new List<Task<string>>(); foreach (var id in ids) tasks.Add(http.GetStringAsync($\"/p/{id}\"));")]
    [InlineData(nameof(Guard.SaidToMakeNone), "var batch = redis.CreateBatch(); foreach (var id in ids) { var t = batch.StringGetAsync($\"p:{id}\"); found.Add(t); }")]
    [InlineData(nameof(Guard.InChunks), "foreach (var chunk in ids.Chunk(100)) found.AddRange(await db.Products.Where(p => chunk.Contains(p.Id)).ToListAsync());")]
    [InlineData(nameof(Guard.InChunks), "for (var from = 0; from < ids.Count; from += 100) { var some = ids.GetRange(0, 9); found.AddRange(await db.Products.Where(p => p.Id >= from).ToListAsync()); }")]
    [InlineData(nameof(Guard.LoopOverWrittenList), "foreach (var sku in new[] { \"a\", \"b\", \"c\", \"d\" }) { var sql = $\"SELECT COUNT(*) FROM {sku}\"; found.Add(await connection.QuerySingleAsync<int>(sql)); }")]
    [InlineData(nameof(Guard.LoopOverWrittenList), "foreach (var sku in new[] { \"a\", \"b\", \"c\", \"d\" }) { using var c = connection.CreateCommand(); c.CommandText = $\"SELECT 1 FROM t_{sku}\"; found.Add(c.ExecuteScalar()); }")]
    [InlineData(nameof(Guard.InChunks), "for (var i = 0; i < ids.Count; i += 100) { var part = ids.Skip(i).Take(100).ToList(); found.AddRange(await db.Products.Where(p => part.Contains(p.Id)).ToListAsync()); }")]
    [InlineData(nameof(Guard.LoopWithoutData), "for (var page = 0; page < 9; page++) found.AddRange(await db.Products.Skip(page * 10).Take(10).ToListAsync());")]
    [InlineData(nameof(Guard.LoopWithoutData), "var last = 0; while (true) { var some = await db.Products.Where(p => p.Id > last).Take(10).ToListAsync(); if (some.Count == 0) break; last = some[^1].Id; }")]
    [InlineData(nameof(Guard.LoopCarried), "var last = 0; foreach (var id in ids) { last = (await db.Products.FirstAsync(p => p.Id > last && p.Id != id)).Id; }")]
    [InlineData(nameof(Guard.LoopThrottles), "foreach (var id in ids) { found.Add(await http.GetStringAsync($\"/p/{id}\")); await Task.Delay(100); }")]
    [InlineData(nameof(Guard.LoopRemembers), "var seen = new Dictionary<int, Product>(); foreach (var id in ids) { if (!seen.TryGetValue(id, out var p)) seen[id] = p = await db.Products.FindAsync(id); found.Add(p); }")]
    [InlineData(nameof(Guard.SeesWrites), "foreach (var id in ids) { if (!await db.Products.AnyAsync(p => p.Id == id)) db.Add(new Product { Id = id }); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.ContextPerItem), "foreach (var id in ids) { using var own = new Shop(); found.Add(await own.Products.FindAsync(id)); }")]
    [InlineData(nameof(Guard.StatementPerItem), "foreach (var report in await db.Products.ToListAsync(ct)) found.Add(await connection.QuerySingleAsync<int>(report.Sku, new { report.Id }));")]
    [InlineData(nameof(Guard.LoopOverWrittenList), "foreach (var attempt in new[] { 1, 2, 3 }) found.Add(await http.GetStringAsync($\"/p/{attempt}\"));")]
    public Task No_round_trip_per_item(string guard, string body) => Silent(InController(body), Named(guard));

    [Theory]
    [InlineData("foreach (var p in await db.Products.ToListAsync()) found.Add(p);")]
    [InlineData("foreach (var id in ids) found.Add(lines.First(l => l.Id == id));")]
    [InlineData("var local = await db.Lines.ToListAsync(); foreach (var id in ids) found.Add(local.AsQueryable().First(l => l.Id == id));")]
    [InlineData("foreach (var id in ids) { using var c = connection.CreateCommand(); c.CommandText = $\"UPDATE P SET N = N + 1 OUTPUT inserted.N WHERE Id = {id}\"; found.Add(c.ExecuteScalar()); }")]
    [InlineData("foreach (var id in ids) found.Add(await sqlite.QuerySingleAsync<Product>(\"SELECT 1\", new { id }));")]
    [InlineData("foreach (var id in ids) found.Add(await connection.QuerySingleAsync<int>(\"INSERT INTO P VALUES (@id) RETURNING Id\", new { id }));")]
    [InlineData("try { await db.SaveChangesAsync(); } catch (DbUpdateConcurrencyException e) { foreach (var entry in e.Entries) await entry.ReloadAsync(); }")]
    [InlineData("foreach (var id in ids) found.Add(memory.Get($\"{id}\"));")]
    [InlineData("found.AddRange(await db.Products.Where(p => db.Lines.Any(l => l.ProductId == p.Id)).ToListAsync());")]
    public Task Nothing_that_concerns_the_rule(string body) => Unconcerned(InController(body));

    [Fact]
    public Task Without_a_known_handler_it_is_a_suggestion() => Flags(Usings + """
        public class Prices(HttpClient http)
        {
            public async Task<List<string>> Of(List<int> ids)
            {
                var found = new List<string>();
                foreach (var id in ids)
                    found.Add(await {|info:http.GetStringAsync($"/p/{id}")|});
                return found;
            }
        }
        """);
}

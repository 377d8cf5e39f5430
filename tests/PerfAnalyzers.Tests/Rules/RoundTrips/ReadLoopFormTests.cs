using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>What repeats a read beside a foreach over a list: a query whose rows come one by one, a while over data, a lambda per element.</summary>
public class ReadLoopFormTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private static string InController(string body) => $$"""
        using System.IO;
        using System.Collections.Concurrent;

        public class Product { public int Id { get; set; } public string Name { get; set; } public int ShopId { get; set; } }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } }
        public class ShopController(Shop db, IDbContextFactory<Shop> factory, HttpClient http) : ControllerBase
        {
            public async Task<object> M(List<int> ids, int[] numbers, Queue<int> queue, DbDataReader reader, CancellationToken ct)
            {
                var found = new List<object>();
                {{body}}
                return found;
            }

            private Task<Product> Load(int id) => db.Products.FirstAsync(p => p.Id == id);
            private async Task<Product> LoadInOwn(int id) { using var own = factory.CreateDbContext(); return await own.Products.FirstAsync(p => p.Id == id); }
        }
        """;

    [Theory]
    [InlineData("await foreach (var p in db.Products.AsAsyncEnumerable()) found.Add(await [|db.Products.FirstAsync(q => q.Id == p.ShopId)|]);")]
    [InlineData("await foreach (var p in db.Products.Where(p => p.ShopId > 0).AsAsyncEnumerable().WithCancellation(ct)) found.Add(await [|db.Products.FirstAsync(q => q.Id == p.ShopId)|]);")]
    [InlineData("while (await reader.ReadAsync()) found.Add(await [|db.Products.FirstAsync(p => p.Id == reader.GetInt32(0))|]);")]
    [InlineData("var each = ids.GetEnumerator(); while (each.MoveNext()) { var id = each.Current; found.Add(await [|db.Products.FirstAsync(p => p.Id == id)|]); }")]
    [InlineData("while (queue.TryDequeue(out var id)) found.Add(await [|db.Products.FirstAsync(p => p.Id == id)|]);")]
    [InlineData("while (queue.Count > 0) { var id = queue.Dequeue(); found.Add(await [|db.Products.FirstAsync(p => p.Id == id)|]); }")]
    [InlineData("var i = 0; do { found.Add(await [|db.Products.FirstAsync(p => p.Id == ids[i])|]); i++; } while (i < ids.Count);")]
    [InlineData("using var text = new StreamReader(\"ids\"); string line; while ((line = await text.ReadLineAsync()) != null) found.Add(await [|db.Products.FirstAsync(p => p.Name == line)|]);")]
    [InlineData("found.AddRange(ids.Select(id => [|db.Products.First(p => p.Id == id)|]).ToList());")]
    [InlineData("foreach (var id in ids.Where(id => [|db.Products.Any(p => p.Id == id)|])) found.Add(id);")]
    [InlineData("ids.ForEach(id => found.Add([|db.Products.First(p => p.Id == id)|]));")]
    [InlineData("Array.ForEach(numbers, id => { if (id == 0) return; found.Add([|db.Products.First(p => p.Id == id)|]); });")]
    public Task Is_a_loop_over_data(string body) => FlagsWithoutFix(InController(body));

    [Theory]
    [InlineData(nameof(Guard.LoopWithoutData), "while (queue.TryDequeue(out var id)) { var p = await db.Products.FirstAsync(p => p.Id == id); queue.Enqueue(p.ShopId); }")]
    [InlineData(nameof(Guard.LoopWithoutData), "var page = 0; while (found.Count < 9) { found.AddRange(await db.Products.Where(p => p.ShopId == page).ToListAsync()); page++; }")]
    [InlineData(nameof(Guard.LoopWithoutData), "var tries = 0; do { found.Add(await db.Products.FirstOrDefaultAsync(p => p.Id == tries)); } while (++tries < 3);")]
    [InlineData(nameof(Guard.LoopThrottles), "while (queue.TryDequeue(out var id)) { found.Add(await db.Products.FirstAsync(p => p.Id == id)); await Task.Delay(10); }")]
    [InlineData(nameof(Guard.EndsOnResult), "var i = 0; string s; do { s = await http.GetStringAsync(\"/\" + ids[i]); i++; } while (s == \"\" && i < ids.Count);")]
    [InlineData(nameof(Guard.StartedTogether), "found.AddRange(await Task.WhenAll(ids.Select(id => http.GetStringAsync(\"/\" + id))));")]
    [InlineData(nameof(Guard.StartedTogether), "await Parallel.ForEachAsync(ids, async (id, token) => found.Add(await http.GetStringAsync(\"/\" + id)));")]
    public Task Is_none(string guard, string body) => Silent(InController(body), Named(guard));

    [Theory]
    [InlineData("found.Add(ids.Select(id => db.Products.FirstOrDefault(p => p.Id == id)).FirstOrDefault(p => p != null));")]
    [InlineData("found.Add(ids.Any(id => db.Products.Any(p => p.Id == id)));")]
    [InlineData("found.AddRange(db.Products.Select(p => db.Products.First(q => q.Id == p.ShopId)));")]
    public Task Searches_and_queries_run_no_lambda_for_each_element(string body) => Unconcerned(InController(body));

    [Theory]
    [InlineData("found.AddRange(await Task.WhenAll(ids.Select(id => [|db.Products.FirstAsync(p => p.Id == id)|])));")]
    [InlineData("var tasks = ids.Select(async id => await [|db.Products.FindAsync(id)|]).ToList(); found.AddRange(await Task.WhenAll(tasks));")]
    [InlineData("var tasks = new List<Task<Product>>(); foreach (var id in ids) tasks.Add([|db.Products.FirstAsync(p => p.Id == id)|]); await Task.WhenAll(tasks);")]
    [InlineData("await Parallel.ForEachAsync(ids, async (id, token) => { var p = await [|db.Products.FirstAsync(p => p.Id == id, token)|]; });")]
    [InlineData("ids.ForEach(async id => found.Add(await [|db.Products.FirstAsync(p => p.Id == id)|]));")]
    [InlineData("await Task.WhenAll(ids.Select(id => {|info:Load(id)|}));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { var p = await {|info:Load(id)|}; found.Add(p); }));")]
    public Task One_context_is_used_by_several_reads_at_once(string body) => FlagsWithoutFix(InController(body));

    [Theory]
    [InlineData(nameof(Guard.StartedTogether), "var tasks = ids.Select(id => db.Products.FirstAsync(p => p.Id == id)); foreach (var task in tasks) found.Add(await task);")]
    [InlineData(nameof(Guard.StartedTogether), "await Task.WhenAll(ids.Select(id => LoadInOwn(id)));")]
    [InlineData(nameof(Guard.StartedTogether), "await Task.WhenAll(ids.Select(async id => { using var own = factory.CreateDbContext(); found.Add(await own.Products.FirstAsync(p => p.Id == id)); }));")]
    public Task Each_read_has_a_context_of_its_own_or_waits_for_the_one_before(string guard, string body) => Silent(InController(body), Named(guard));

    [Fact]
    public Task The_message_says_that_a_context_allows_no_concurrent_use() => Flags(
        InController("found.AddRange(await Task.WhenAll(ids.Select(id => [|db.Products.FirstAsync(p => p.Id == id)|])));"),
        new(Message: "'FirstAsync' starts one round trip per item of 'ids' on one DbContext, which allows no concurrent use; query all of them once before the loop, "
            + "by 'Where(x => keys.Contains(x.Key))'"));
}

using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>What repeats a write beside a foreach over a list: a query whose rows come one by one, a while over data, a lambda per element.</summary>
public class WriteLoopFormTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    private static string InController(string body) => $$"""
        using System.IO;

        public class Order { public int Id { get; set; } public string Name { get; set; } public bool Done { get; set; } }
        public class Shop : DbContext { public DbSet<Order> Orders { get; set; } }
        public class ShopController(Shop db, HttpClient http) : ControllerBase
        {
            public async Task M(List<Order> orders, List<string> names, Queue<string> queue, DbDataReader reader)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("while (await reader.ReadAsync())", "db.Add(new Order { Name = reader.GetString(0) });")]
    [InlineData("while (queue.TryDequeue(out var name))", "db.Add(new Order { Name = name });")]
    [InlineData("while (queue.Count > 0)", "db.Add(new Order { Name = queue.Dequeue() });")]
    [InlineData("await foreach (var order in db.Orders.AsAsyncEnumerable())", "order.Done = true;")]
    public Task Saves_once_behind(string loop, string change) => Fixes(
        InController($$"""
            {{loop}}
                    {
                        {{change}}
                        await {|warning:db.SaveChangesAsync()|};
                    }
            """),
        InController($$"""
            {{loop}}
                    {
                        {{change}}
                    }
                    await db.SaveChangesAsync();
            """), new(Title: "Save once after the loop (review)"));

    [Fact]
    public Task Saves_once_behind_a_do() => Fixes(
        InController("""
            var i = 0;
                    do
                    {
                        orders[i].Done = true;
                        i++;
                        await {|warning:db.SaveChangesAsync()|};
                    }
                    while (i < orders.Count);
            """),
        InController("""
            var i = 0;
                    do
                    {
                        orders[i].Done = true;
                        i++;
                    }
                    while (i < orders.Count);
                    await db.SaveChangesAsync();
            """));

    [Theory]
    [InlineData("names.ForEach(name => { db.Add(new Order { Name = name }); {|warning:db.SaveChanges()|}; });")]
    [InlineData("await Task.WhenAll(orders.Select(o => {|warning:db.Orders.Where(x => x.Id == o.Id).ExecuteDeleteAsync()|}));")]
    [InlineData("await Task.WhenAll(orders.Select(async o => { db.Add(o); await {|warning:db.SaveChangesAsync()|}; }));")]
    [InlineData("await Parallel.ForEachAsync(orders, async (o, ct) => { db.Add(o); await {|warning:db.SaveChangesAsync(ct)|}; });")]
    [InlineData("while (queue.TryDequeue(out var name)) await {|info:http.DeleteAsync(name)|};")]
    public Task Is_reported_without_a_fix(string body) => FlagsWithoutFix(InController(body));

    [Theory]
    [InlineData(nameof(Guard.LoopWithoutData), "while (queue.TryDequeue(out var name)) { db.Add(new Order { Name = name }); await db.SaveChangesAsync(); queue.Enqueue(name + 1); }")]
    [InlineData(nameof(Guard.LoopWithoutData), "var saved = false; while (!saved) { try { await db.SaveChangesAsync(); saved = true; } catch (DbUpdateConcurrencyException) { } }")]
    [InlineData(nameof(Guard.LoopThrottles), "while (queue.TryDequeue(out var name)) { db.Add(new Order { Name = name }); await db.SaveChangesAsync(); await Task.Delay(5); }")]
    [InlineData(nameof(Guard.ResultIsUsed), "await Task.WhenAll(orders.Select(o => http.DeleteAsync(o.Name)));")]
    [InlineData(nameof(Guard.ResultIsUsed), "await Parallel.ForEachAsync(orders, async (o, ct) => await http.DeleteAsync(o.Name, ct));")]
    [InlineData(nameof(Guard.InChunks), "while (queue.TryDequeue(out var name)) { db.Add(new Order { Name = name }); if (db.ChangeTracker.Entries().Count() % 100 == 0) await db.SaveChangesAsync(); }")]
    public Task Is_none(string guard, string body) => Silent(InController(body), Named(guard));

    [Fact]
    public Task The_message_says_that_a_context_allows_no_concurrent_use() => Flags(
        InController("await Task.WhenAll(orders.Select(async o => { db.Add(o); await [|db.SaveChangesAsync()|]; }));"),
        new(Message: "'Shop.SaveChangesAsync' starts a round trip on one DbContext, which allows no concurrent use, for every item of the loop; save once after the loop"));
}

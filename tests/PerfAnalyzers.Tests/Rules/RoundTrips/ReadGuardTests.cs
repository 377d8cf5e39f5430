using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Each guard of PERF0301 by its name, in code that differs from a finding in one thing.</summary>
public class ReadGuardTests : RuleTest<ReadInOneRoundTrip, NoFix>
{
    private const string Shop = """
        using Dapper;
        using Microsoft.Extensions.Caching.Memory;

        public class Product { public int Id { get; set; } public string Name { get; set; } }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } }
        public class Option<T>(T value) : IEnumerable<T>
        {
            public bool IsSome => value is not null;
            public IEnumerator<T> GetEnumerator() { if (value is not null) yield return value; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }

        """;

    private static string Loop(string loop, string more = "") => Shop + $$"""
        public class ShopController(Shop db, HttpClient http, DbConnection connection, IMemoryCache memory) : ControllerBase
        {
            private static readonly int[] Three = [1, 2, 3];

            public async Task<List<object>> M(List<int> ids, List<string> names, Option<int> maybe, IAsyncEnumerable<int> stream)
            {
                var found = new List<object>();
                {{loop}}
                return found;
            }
            {{more}}
        }
        """;

    [Fact]
    public Task Without_any_reason_it_is_reported() =>
        Flags(Loop("foreach (var id in ids) found.Add(await [|db.Products.FirstAsync(p => p.Id == id)|]);"));

    [Fact]
    public Task Retries_and_queues() =>
        Silent(Loop("while (ids.Count > 0) { var id = ids[0]; ids.RemoveAt(0); found.Add(await db.Products.FirstAsync(p => p.Id == id)); }"), Guard.LoopWithoutData);

    [Fact]
    public Task Streams() => Silent(Loop("await foreach (var id in stream) found.Add(await db.Products.FirstAsync(p => p.Id == id));"), Guard.LoopOverStream);

    [Fact]
    public Task Counters() =>
        Silent(Loop("foreach (var id in Enumerable.Range(0, 9)) found.Add(await db.Products.FirstAsync(p => p.Id == id));"), Guard.LoopOverCounter);

    [Fact]
    public Task Written_lists() => Silent(Loop("foreach (var id in Three) found.Add(await db.Products.FirstAsync(p => p.Id == id));"), Guard.LoopOverWrittenList);

    [Theory]
    [InlineData("maybe")]
    [InlineData("maybe.DefaultIfEmpty()")]
    [InlineData("maybe.Where(x => x > 0).ToList()")]
    [InlineData("ids.Take(1)")]
    [InlineData("new Option<int>(1)")]
    public Task Values_that_are_there_or_not(string source) =>
        Silent(Loop($"foreach (var id in {source}) found.Add(await db.Products.FirstAsync(p => p.Id == id));"), Guard.LoopOverOptional);

    [Theory]
    [InlineData("HasValue")]
    [InlineData("HasNoValue")]
    public Task A_member_tells_whether_there_is_one(string member) => Silent(
        Loop("foreach (var id in new Few()) found.Add(await db.Products.FirstAsync(p => p.Id == id));").Replace(
            "public class ShopController", $"public class Few : List<int> {{ public bool {member} => Count > 0; }}\npublic class ShopController"),
        Guard.LoopOverOptional);

    [Theory]
    [InlineData("new HashSet<DayOfWeek>()")]
    [InlineData("new List<DayOfWeek?>()")]
    [InlineData("typeof(Product).GetProperties()")]
    [InlineData("AppDomain.CurrentDomain.GetAssemblies()")]
    public Task Values_that_the_code_declares(string source) => Silent(
        Loop($"foreach (var one in {source}) found.Add(await db.Products.FirstAsync(p => p.Name == one.ToString()));"), Guard.LoopOverDeclared);

    [Fact]
    public Task A_second_call_of_the_same_method_in_the_loop() => SilentBeside(
        Loop(
            "foreach (var id in ids) if (id > 0) found.Add(await {|info:GetAsync(id)|}); else found.Add(await GetAsync(-id));",
            "private async Task<Product> GetAsync(int id) => await db.Products.FirstAsync(p => p.Id == id);"),
        Guard.ReportedOnce);

    [Fact]
    public Task Loops_that_wait_on_purpose() => Silent(
        Loop("foreach (var id in ids) { found.Add(await db.Products.FirstAsync(p => p.Id == id)); await Task.Delay(9); }"), Guard.LoopThrottles);

    [Fact]
    public Task Chunks() => Silent(
        Loop("foreach (var part in ids.Chunk(9)) found.Add(await db.Products.Where(p => part.Contains(p.Id)).ToListAsync());"), Guard.InChunks);

    [Fact]
    public Task A_context_for_each_item() => Silent(
        Loop("foreach (var id in ids) { using var own = new Shop(); found.Add(await own.Products.FirstAsync(p => p.Id == id)); }"), Guard.ContextPerItem);

    [Fact]
    public Task One_value_takes_the_branch() => Silent(
        Loop("foreach (var id in ids) { if (id == 7) found.Add(await db.Products.FirstAsync(p => p.Id == id)); }"), Guard.RunsForOneItem);

    [Fact]
    public Task Types_that_cannot_be_resolved() => Silent(
        Loop("foreach (int id in rows) found.Add(await db.Products.FirstAsync(p => p.Id == id));").Replace("List<int> ids", "dynamic rows"), Guard.LoopOverUnknownType);

    [Fact]
    public Task The_same_for_all() => Silent(Loop("foreach (var id in ids) found.Add(await db.Products.FirstAsync());"), Guard.IndependentOfItem);

    [Fact]
    public Task Tasks_that_are_started_together() => Silent(
        Loop("var tasks = new List<Task>(); foreach (var id in ids) tasks.Add(http.GetStringAsync($\"/{id}\")); await Task.WhenAll(tasks);"), Guard.StartedTogether);

    [Fact]
    public Task Cursors() => Silent(
        Loop("var last = 0; foreach (var id in ids) { var p = await db.Products.FirstAsync(x => x.Id == id + last); last = p.Id; }"), Guard.LoopCarried);

    [Fact]
    public Task Memos_of_the_loop() => Silent(Loop(
        "var seen = new Dictionary<int, Product>(); foreach (var id in ids) { if (!seen.TryGetValue(id, out var p)) seen[id] = p = await db.Products.FirstAsync(x => x.Id == id); found.Add(p); }"),
        Guard.LoopRemembers);

    [Fact]
    public Task Entries_of_a_cache() => Silent(Loop("", """
        public Task<List<Product>> All(List<int> ids) => memory.GetOrCreateAsync("all", async entry =>
        {
            var found = new List<Product>();
            foreach (var id in ids) found.Add(await db.Products.FirstAsync(p => p.Id == id));
            return found;
        });
        """), Guard.FillsCache);

    [Fact]
    public Task Writes_of_an_earlier_item() => Silent(
        Loop("foreach (var id in ids) { if (!await db.Products.AnyAsync(p => p.Id == id)) db.Add(new Product { Id = id }); await db.SaveChangesAsync(); }"),
        Guard.SeesWrites);

    [Fact]
    public Task Another_table_for_each_item() => Silent(
        Loop("foreach (var name in names) found.Add(await connection.QueryAsync<int>($\"SELECT Id FROM {name}\"));"), Guard.StatementPerItem);

    [Fact]
    public Task A_search_would_ask_everybody() => Silent(
        Loop("foreach (var name in names) { var answer = await http.GetStringAsync(name); if (answer != null) { found.Add(answer); break; } }"), Guard.EndsOnResult);

    [Fact]
    public Task A_search_among_rows_reads_them_at_once() => Flags(
        Loop("foreach (var id in ids) { var p = await {|info:db.Products.FirstOrDefaultAsync(x => x.Id == id)|}; if (p != null) { found.Add(p); break; } }"));

    [Fact]
    public Task Obsolete_code() => Silent(Shop + """
        [Obsolete] public class ShopController(Shop db) : ControllerBase
        {
            public async Task M(List<int> ids) { foreach (var id in ids) await db.Products.FirstAsync(p => p.Id == id); }
        }
        """, Guard.IsObsolete);

    [Theory]
    [InlineData("public virtual Task<List<Product>> GetMany(IEnumerable<int> ids) => GetMany(ids, true);\npublic async Task<List<Product>> GetMany(IEnumerable<int> ids, bool all)")]
    [InlineData("public async Task<List<Product>> GetMany(IEnumerable<int> ids)")]
    public Task The_form_for_many_is_no_remedy_for_itself(string many) => Unconcerned(Shop + $$"""
        public interface IRemote { Task<Product> Ask(int id); }
        public class Products(IRemote remote)
        {
            public virtual Task<Product> Get(int id) => remote.Ask(id);
            {{many}}
            {
                var found = new List<Product>();
                foreach (var id in ids) found.Add(await Get(id));
                return found;
            }
        }
        """);

    [Theory]
    [InlineData("public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id);", "Products.Get -> FirstAsync")]
    [InlineData("public Task<Product> Get(int id) => One(id);\nTask<Product> One(int id) => db.Products.FirstAsync(p => p.Id == id);", "Products.Get -> Products.One -> FirstAsync")]
    public Task The_message_ends_with_the_path(string members, string path) => Flags(
        Behind(members, "{|info:products.Get(id)|}"),
        new(Message: $"'Get' waits for one round trip per item of 'ids'; give it a form that takes all of them (through {path})"));

    [Fact]
    public Task Some_calls_are_spared_the_round_trip() => Silent(
        Behind("public Task<Product> Get(int id) => memory.GetOrCreateAsync(id, _ => db.Products.FirstAsync(p => p.Id == id));"), Guard.HappensSometimes);

    [Fact]
    public Task Behind_the_call_happens_more() => Silent(
        Behind("public async Task<Product> Get(int id) { await other.Tell(id); return await db.Products.FirstAsync(p => p.Id == id); }"), Guard.DoesMore);

    [Fact]
    public Task Another_repository_for_each_item() => Silent(
        Behind("public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id);", "all[0].Get(0)").Replace(
            "foreach (var id in ids) found.Add(await all[0].Get(0))", "foreach (var one in all) found.Add(await one.Get(0))"), Guard.ObjectPerItem);

    [Fact]
    public Task The_loop_is_the_form_for_many() => Flags(Shop + """
        public class Products(Shop db)
        {
            public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id);
            public async Task<List<Product>> GetMany(IEnumerable<int> ids)
            {
                var found = new List<Product>();
                foreach (var id in ids) found.Add(await {|info:Get(id)|});
                return found;
            }
        }
        """, new(Message: "'Get' waits for one round trip per item of 'ids'; this is its form for many: let it read all of them at once (through Products.Get -> FirstAsync)"));

    [Fact]
    public Task A_form_for_many_that_asks_a_cache_for_each() => Flags(Shop + """
        public class Products(Shop db, IMemoryCache memory)
        {
            public Task<Product> GetById(int id) => memory.GetOrCreateAsync(id, _ => db.Products.FirstAsync(p => p.Id == id));
            public async Task<IList<Product>> GetByIds(int[] ids)
            {
                var found = new List<Product>();
                foreach (var id in ids) if (await {|info:GetById(id)|} is { Name: not null } product) found.Add(product);
                return found;
            }
        }
        """);

    [Fact]
    public Task A_form_for_many_that_calls_the_form_for_one_saves_nothing_and_is_reported_too() => Flags(
        Behind("public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id);\n"
            + "public async Task<List<Product>> GetMany(List<int> ids) { var all = new List<Product>(); foreach (var id in ids) all.Add(await {|info:Get(id)|}); return all; }",
            "{|info:products.Get(id)|}"));

    private static string Behind(string members, string call = "products.Get(id)") => Shop + $$"""
        public interface IOther { Task Tell(int id); }
        public class Products(Shop db, IMemoryCache memory, IOther other) { {{members}} }
        public class ShopController(Products products, List<Products> all) : ControllerBase
        {
            public async Task<List<object>> M(List<int> ids)
            {
                var found = new List<object>();
                foreach (var id in ids) found.Add(await {{call}});
                return found;
            }
        }
        """;
}

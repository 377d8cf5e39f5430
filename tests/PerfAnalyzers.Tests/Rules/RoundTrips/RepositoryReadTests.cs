using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Round trips that a loop makes through a method which no table knows: a repository of the project, or a method with a form for many.</summary>
public class RepositoryReadTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private const string Shop = """
        using Dapper;
        using Microsoft.Extensions.Caching.Memory;
        using System.Net.Http.Json;

        public class Product { public int Id { get; set; } public string Name { get; set; } }
        public class ShopContext : DbContext { public DbSet<Product> Products { get; set; } }

        """;

    private static string Loop(string repository, string call = "await products.GetByIdAsync(id)", string type = "ProductRepository", string more = "") => Shop + repository + $$"""

        public class ShopController({{type}} products) : ControllerBase
        {
            public async Task<List<object>> M(List<int> ids)
            {
                var found = new List<object>();
                foreach (var id in ids) { found.Add({{call}}); {{more}} }
                return found;
            }
        }
        """;

    private static string Repository(string body, string signature = "public async Task<Product> GetByIdAsync(int id)") => $$"""
        public class ProductRepository(ShopContext db, DbConnection connection, HttpClient http, IMemoryCache memory)
        {
            private Product last;
            {{signature}} {{body}}
            public async Task SaveAsync(Product product) { db.Update(product); await db.SaveChangesAsync(); }
            private Task<string> Describe(Product product) => Task.FromResult(product.Name);
        }
        """;

    private const string Flagged = "await {|info:products.GetByIdAsync(id)|}";

    [Theory]
    [InlineData("=> await db.Products.FirstOrDefaultAsync(p => p.Id == id);")]
    [InlineData("{ if (id == 0) return null; return await db.Products.AsNoTracking().SingleAsync(p => p.Id == id); }")]
    [InlineData("{ await connection.OpenAsync(); return await connection.QuerySingleAsync<Product>(\"SELECT * FROM P WHERE Id = @id\", new { id }); }")]
    [InlineData("{ var answer = await http.GetAsync($\"/products/{id}\"); answer.EnsureSuccessStatusCode(); return await answer.Content.ReadFromJsonAsync<Product>(); }")]
    [InlineData("=> await Find(id);\nprivate Task<Product> Find(int id) => db.Products.FindAsync(id).AsTask();")]
    [InlineData("{ var p = await db.Products.FirstAsync(x => x.Id == id); await Describe(p); await Task.Yield(); p.Name = p.Name.Trim(); return p; }")]
    public Task A_method_that_only_reads_is_a_read(string body) => FlagsWithoutFix(Loop(Repository(body), Flagged));

    [Theory]
    [InlineData(nameof(Guard.HappensSometimes), "=> await memory.GetOrCreateAsync(id, entry => db.Products.FirstAsync(p => p.Id == id));")]
    [InlineData(nameof(Guard.HappensSometimes), "{ if (memory.TryGetValue(id, out Product known)) return known; return await db.Products.FirstAsync(p => p.Id == id); }")]
    [InlineData(nameof(Guard.HappensSometimes), "=> last ??= await db.Products.FirstAsync(p => p.Id == id);")]
    [InlineData(nameof(Guard.HappensSometimes), "{ last = await db.Products.FirstAsync(p => p.Id == id); return last; }")]
    [InlineData(nameof(Guard.IndependentOfItem), "{ var count = await db.Products.CountAsync(); return new Product(); }")]
    [InlineData(nameof(Guard.IndependentOfItem), "=> await Run(\"SELECT 1\");\nprivate async Task<Product> Run(string sql) => await connection.QuerySingleAsync<Product>(sql);")]
    public Task A_method_that_does_more_or_remembers_is_none(string guard, string body) => Silent(Loop(Repository(body)), Named(guard));

    [Fact]
    public Task A_method_that_tries_again_is_none_and_its_own_loop_has_no_data() => Silent(
        Loop(Repository("{ Product p = null; for (var i = 0; i < 3 && p == null; i++) p = await db.Products.FirstOrDefaultAsync(x => x.Id == id + i); return p; }")),
        Guard.HappensSometimes, Guard.LoopWithoutData);

    [Fact]
    public Task A_method_that_reads_nothing_does_not_concern_the_rule() =>
        Unconcerned(Loop(Repository("=> await Task.FromResult(new Product { Id = id });")));

    [Fact]
    public Task A_method_that_writes_as_well_is_no_read() => Silent(
        Loop(Repository("{ var p = await db.Products.FirstAsync(x => x.Id == id); p.Name = \"seen\"; await db.SaveChangesAsync(); return p; }")),
        Guard.WritesToo);

    [Fact]
    public Task An_interface_reads_where_every_implementation_does() => FlagsWithoutFix(Loop(
        """
        public interface IProductRepository { Task<Product> GetByIdAsync(int id); }
        public class ProductRepository(ShopContext db) : IProductRepository { public Task<Product> GetByIdAsync(int id) => db.Products.FirstAsync(p => p.Id == id); }
        """, Flagged, "IProductRepository"));

    [Fact]
    public Task A_call_that_is_too_far_away_does_not_hide_a_nearer_one() => FlagsWithoutFix(Loop(
        Repository(
            "=> await Near(id);\npublic Task<Product> Near(int id) => A(id);\nTask<Product> A(int id) => B(id);\nTask<Product> B(int id) => C(id);\n"
            + "Task<Product> C(int id) => db.Products.FirstAsync(p => p.Id == id);"),
        more: "found.Add(await {|info:products.Near(id)|});"));

    [Fact]
    public Task A_generic_repository_reads_too() => FlagsWithoutFix(Loop(
        """
        public interface IRepository<T> { Task<T> GetByIdAsync(int id); }
        public class Repository<T>(ShopContext db) : IRepository<T> where T : class { public virtual async Task<T> GetByIdAsync(int id) => await db.Set<T>().FindAsync(id); }
        """, Flagged, "IRepository<Product>"));

    [Fact]
    public Task A_decorator_that_remembers_spares_the_round_trip() => Silent(Loop(
        """
        public interface IProductRepository { Task<Product> GetByIdAsync(int id); }
        public class ProductRepository(ShopContext db) : IProductRepository { public Task<Product> GetByIdAsync(int id) => db.Products.FirstAsync(p => p.Id == id); }
        public class Remembering(IProductRepository inner, IMemoryCache memory) : IProductRepository
        {
            public Task<Product> GetByIdAsync(int id) => memory.GetOrCreateAsync(id, _ => inner.GetByIdAsync(id));
        }
        """, type: "IProductRepository"), Guard.DoesMore);

    [Theory]
    [InlineData("Task<Product> GetByIdAsync(int id);\nTask<List<Product>> GetManyByIdsAsync(IEnumerable<int> ids);")]
    [InlineData("Task<Product> GetByIdAsync(int id, bool deleted = false);\nTask<IReadOnlyDictionary<int, Product>> GetAsync(int[] productIds, bool deleted);")]
    [InlineData("Task<List<Product>> GetByIdAsync(int id);\nTask<List<Product>> GetByIdsAsync(IReadOnlyCollection<int> ids);")]
    [InlineData("Task<Product> GetByIdAsync(int id);\nTask<List<Product>> GetAllProductsAsync(IEnumerable<int> ids);")]
    [InlineData("Task<Product> GetByIdAsync(int id);\nIAsyncEnumerable<Product> GetProductsAsync(IEnumerable<int> ids);")]
    [InlineData("Task<Product> GetByIdAsync(int id);\nTask<List<Product>> GetProductsAsync(Filter filter, bool all = false);")]
    public Task A_form_for_many_beside_it(string members) =>
        FlagsWithoutFix(Loop(
            $"public interface IProducts {{ {members} }}\npublic class Filter {{ public List<int> ProductIds {{ get; set; }} public string Name {{ get; set; }} }}", Flagged, "IProducts"),
            new(Message: $"'GetByIdAsync' waits for one round trip per item of 'ids'; ask for all of them at once, by '{NameOfMany(members)}'"));

    private static string NameOfMany(string members) => members[..members.LastIndexOf('(')].Split(' ')[^1];

    [Fact]
    public Task A_generic_form_for_many() => FlagsWithoutFix(Loop(
        "public interface IProducts { Task<T> GetAsync<T>(int id) where T : class; Task<List<T>> GetAsync<T>(IEnumerable<int> ids) where T : class; }",
        "await {|info:products.GetAsync<Product>(id)|}", "IProducts"));

    [Theory]
    [InlineData("Task<List<Product>> GetAsync(Filter filter);", "public List<int> UserIds { get; set; }")]
    [InlineData("Task<List<Product>> GetAsync(Filter filter);", "public List<int> Ids => [];")]
    [InlineData("Task<List<Product>> GetAsync(Filter filter, string language);", "public List<int> Ids { get; set; }")]
    [InlineData("IAsyncEnumerable<string> GetAsync(List<int> ids);", "")]
    [InlineData("Task<List<T>> GetAsync<T>(List<int> ids);", "")]
    public Task Filters_and_streams_of_something_else(string many, string filter) => Unconcerned(Loop(
        $"public interface IProducts {{ Task<Product> GetAsync(int id); {many} }}\npublic class Filter {{ {filter} }}", "await products.GetAsync(id)", "IProducts"));

    [Theory]
    [InlineData("Task<Product> GetAsync(int id);\nTask<List<Product>> GetManyByUserIdsAsync(IEnumerable<int> userIds);")]
    [InlineData("Task<Product> GetAsync(int id);\nTask<List<string>> GetNamesAsync(IEnumerable<int> ids);")]
    [InlineData("Task<Product> GetAsync(int id);\nTask<List<Product>> SearchAsync(IEnumerable<int> ids);")]
    [InlineData("Task<Product> GetAsync(int id);\nTask<List<Product>> GetManyAsync(IEnumerable<int> ids, string language);")]
    [InlineData("Task<Product> GetAsync(int id);\n[Obsolete] Task<List<Product>> GetManyAsync(IEnumerable<int> ids);")]
    [InlineData("Task<Product> GetAsync(int id);")]
    public Task Something_else_beside_it(string members) => Unconcerned(Loop($"public interface IProducts {{ {members} }}", "await products.GetAsync(id)", "IProducts"));

    [Theory]
    [InlineData("GetProductById", "GetProductsByIds", true)]
    [InlineData("GetProduct", "GetProductsById", true)]
    [InlineData("GetCategoryById", "GetCategoriesByIds", true)]
    [InlineData("GetProductWithArchive", "GetProductsByIds", false)]
    [InlineData("GetProductAndRelated", "GetProducts", false)]
    public Task A_form_for_many_does_what_the_name_says(string one, string many, bool does)
    {
        var call = does ? $"await {{|info:products.{one}(id)|}}" : $"await products.{one}(id)";
        var code = Loop($"public interface IProducts {{ Task<Product> {one}(int id); Task<List<Product>> {many}(int[] ids); }}", call, "IProducts");
        return does ? FlagsWithoutFix(code) : Unconcerned(code);
    }

    [Fact]
    public Task A_loop_in_the_form_for_many_is_how_it_is_written() => Unconcerned(Shop + """
        public class Products(ShopContext db)
        {
            public virtual Task<Product> GetAsync(int id) => Task.FromResult<Product>(null);
            public async Task<List<Product>> GetManyAsync(IEnumerable<int> ids)
            {
                var found = new List<Product>();
                foreach (var id in ids) found.Add(await GetAsync(id));
                return found;
            }
        }
        """);

    [Fact]
    public Task A_write_of_the_same_repository_may_be_what_the_next_item_reads() => Silent(Loop(
        Repository("=> await db.Products.FirstOrDefaultAsync(p => p.Id == id);"), more: "await products.SaveAsync(new Product());"), Guard.SeesWrites);

    [Fact]
    public Task A_loop_that_fills_a_cache_entry_runs_once_for_many_calls() => Silent(Shop + """
        public class ShopController(ShopContext db, IMemoryCache memory) : ControllerBase
        {
            public Task<List<Product>> M(List<int> ids) => memory.GetOrCreateAsync("all", async entry =>
            {
                var found = new List<Product>();
                foreach (var id in ids) found.Add(await db.Products.FindAsync(id));
                return found;
            });
        }
        """, Guard.FillsCache);

    [Fact]
    public Task What_was_read_may_be_written_back() => FlagsWithoutFix(Loop(
        "public interface IProducts { Task<Product> GetByIdAsync(int id); Task<List<Product>> GetByIdsAsync(int[] ids); Task ReplaceAsync(Product product); }",
        type: "IProducts", call: Flagged.Replace("await", "1); var product = (await").Replace("|}", "|})") + "; await products.ReplaceAsync(product"));

    [Theory]
    [InlineData("products.Query().FirstOrDefault(p => p.Id == id)")]
    [InlineData("products.Table.Where(p => p.Id == id).ToList()")]
    public Task A_query_from_elsewhere_is_a_suggestion(string call) => Flags(Loop(
        "public interface IProducts { IQueryable<Product> Query(); IQueryable<Product> Table { get; } }", $"{{|info:{call}|}}", "IProducts"));
}

using PerfAnalyzers.CodeFixes.Rules.Blocking;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.Blocking;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.Blocking;

/// <summary>LINQ operators that run a query of EF Core.</summary>
public class EntityFrameworkQueryTests : RuleTest<UseAsynchronousTwin, UseAsynchronousTwinFix>
{
    private const string Shop = "\npublic class Order { public int Id { get; set; } public string Name { get; set; } }\npublic class Store : DbContext { public DbSet<Order> Orders => Set<Order>(); }";

    [Theory]
    [InlineData("db.Orders.ToList()", "await db.Orders.ToListAsync(ct)")]
    [InlineData("db.Orders.Where(o => o.Id > 1).OrderBy(o => o.Name).ToArray()", "await db.Orders.Where(o => o.Id > 1).OrderBy(o => o.Name).ToArrayAsync(ct)")]
    [InlineData("db.Orders.Include(o => o.Name).FirstOrDefault(o => o.Id == 1)", "await db.Orders.Include(o => o.Name).FirstOrDefaultAsync(o => o.Id == 1, ct)")]
    [InlineData("db.Set<Order>().AsNoTracking().Count()", "await db.Set<Order>().AsNoTracking().CountAsync(ct)")]
    [InlineData("db.Orders.Select(o => o.Id).Max()", "await db.Orders.Select(o => o.Id).MaxAsync(ct)")]
    [InlineData("db.Orders.Sum(o => o.Id)", "await db.Orders.SumAsync(o => o.Id, ct)")]
    [InlineData("db.Orders.ToDictionary(o => o.Id)", "await db.Orders.ToDictionaryAsync(o => o.Id, ct)")]
    [InlineData("db.Orders.FromSqlRaw(\"select 1\").Any()", "await db.Orders.FromSqlRaw(\"select 1\").AnyAsync(ct)")]
    [InlineData("(from o in db.Orders where o.Id > 1 select o.Name).ToList()", "await (from o in db.Orders where o.Id > 1 select o.Name).ToListAsync(ct)")]
    [InlineData("db.Database.SqlQueryRaw<int>(\"select 1\").ToList()", "await db.Database.SqlQueryRaw<int>(\"select 1\").ToListAsync(ct)")]
    [InlineData("db.Orders.Find(1)", "await db.Orders.FindAsync(1)")]
    [InlineData("db.Orders.Where(o => o.Id > 1).ExecuteDelete()", "await db.Orders.Where(o => o.Id > 1).ExecuteDeleteAsync(ct)")]
    public Task Query_is_awaited(string before, string after) => Fixes(
        $"public async Task<object> M(Store db, CancellationToken ct) {{ await Task.Delay(1, ct); return {{|warning:{before}|}}; }}{Shop}",
        $"public async Task<object> M(Store db, CancellationToken ct) {{ await Task.Delay(1, ct); return {after}; }}{Shop}");

    [Theory]
    [InlineData("var q = db.Orders.AsQueryable(); if (db is null) q = q.Where(o => o.Id > 1); return {|warning:q.ToList()|};")]
    [InlineData("IQueryable<Order> q = db.Orders; return {|warning:q.First()|};")]
    [InlineData("IQueryable<Order> q; q = db.Orders; return {|warning:q.First()|};")]
    [InlineData("return {|info:other.ToList()|};")]
    [InlineData("return {|info:other.Where(o => o.Id > 1).Any()|};")]
    [InlineData("return {|warning:db.Orders.ToList()|}.Where(o => o.Id > 1).ToList();")]
    [InlineData("return {|warning:db.Orders.Where(o => db.Orders.Any(p => p.Id == o.Id)).ToList()|};")]
    [InlineData("return {|warning:db.Orders.Select(o => new { N = db.Orders.Count() }).First()|};")]
    public Task Query_flows(string body) => Flags(
        $"public async Task<object> M(Store db, IQueryable<Order> other) {{ await Task.Yield(); {body} }}{Shop}");

    [Theory]
    [InlineData("private List<Order> Load(Store db) => {|info:db.Orders.ToList()|};")]
    [InlineData("private List<Order> Load(Store db) { var known = {|info:db.Orders.Count()|}; return known > 0 ? Deep(db) : null; }\nprivate List<Order> Deep(Store db) => db.Orders.ToList();")]
    public Task A_helper_that_only_asynchronous_code_calls_is_a_suggestion(string helper) => Flags(
        $"public async Task<object> M(Store db) {{ await Task.Yield(); return Load(db); }}\n{helper}{Shop}");

    [Fact]
    public Task A_query_that_may_run_in_memory_asks_for_a_review() => Fixes(
        $"public async Task<object> M(IQueryable<Order> other) {{ await Task.Yield(); return [|other.ToList()|]; }}{Shop}",
        $"public async Task<object> M(IQueryable<Order> other) {{ await Task.Yield(); return await other.ToListAsync(); }}{Shop}",
        new(Title: "Await ToListAsync (review)"));

    [Theory]
    [InlineData("return new List<Order>().AsQueryable().ToList();")]
    [InlineData("return new List<Order>().ToList();")]
    [InlineData("return db.Orders.Local.ToList();")]
    [InlineData("return db.Orders.AsAsyncEnumerable();")]
    public Task Objects_are_silent(string body) => Unconcerned(
        $"public async Task<object> M(Store db) {{ await Task.Yield(); {body} }}{Shop}");

    [Theory]
    [InlineData("return db.Orders.ToList();")]
    [InlineData("return db.SaveChanges();")]
    public Task Only_local_providers_are_silent(string body) => Silent(
        $"public async Task<object> M(Store db) {{ await Task.Yield(); {body} }}{Shop}",
        new Given(Without: ["Microsoft.EntityFrameworkCore.SqlServer", "Microsoft.EntityFrameworkCore.SqlServer.Abstractions", "Npgsql.EntityFrameworkCore.PostgreSQL"]),
        Guard.AsyncIsDetour);

    [Theory]
    [InlineData("services.AddDbContext<Store>(o => o.UseSqlite(\"\"));")]
    [InlineData("services.AddDbContextPool<Store>((_, o) => { o.UseSqlite(\"\"); });")]
    [InlineData("services.AddDbContext<Store>(o => o.UseSqlite(\"\")); services.AddDbContext<Other>(o => o.UseNpgsql(\"\"));")]
    public Task A_context_that_is_set_up_for_a_local_provider(string setUp) =>
        Silent(SetUp("return db.Orders.Where(o => o.Id > 1).ToList();", setUp), Guard.AsyncIsDetour);

    [Theory]
    [InlineData("services.AddDbContext<Store>(o => o.UseNpgsql(\"\"));")]
    [InlineData("services.AddDbContext<Store>(o => { if (services.Count > 1) o.UseSqlite(\"\"); else o.UseNpgsql(\"\"); });")]
    [InlineData("services.AddDbContext<Other>(o => o.UseSqlite(\"\"));")]
    [InlineData("services.AddDbContext<Store>(o => o.UseSqlite(\"\")); Set(new DbContextOptionsBuilder()); void Set(DbContextOptionsBuilder o) => o.UseNpgsql(\"\");")]
    public Task A_context_that_may_be_elsewhere(string setUp) => Flags(SetUp("return [|db.Orders.Where(o => o.Id > 1).ToList()|];", setUp));

    private static string SetUp(string body, string setUp) =>
        $$"""
        public async Task<object> M(Store db) { await Task.Yield(); {{body}} }
        public static void Add(IServiceCollection services) { {{setUp}} }
        public class Other : DbContext { }{{Shop}}
        """;

    [Fact]
    public Task A_contract_that_only_names_the_context() => Fixes(
        $"public async Task M(IStore db) {{ await Task.Yield(); [|db.SaveChanges()|]; }} {Contract}{Shop}",
        $"public async Task M(IStore db) {{ await Task.Yield(); await db.SaveChangesAsync(); }} {Contract}{Shop}");

    /// <summary>The project that implements it is above.</summary>
    [Fact]
    public Task A_contract_that_has_sets_of_entities() => Flags(
        $"public async Task M(IStore db) {{ await Task.Yield(); [|db.SaveChanges()|]; }}{Shop}\n"
        + "public interface IStore { DbSet<Order> Orders { get; } int SaveChanges(); Task<int> SaveChangesAsync(CancellationToken cancellation = default); }");

    [Fact]
    public Task A_contract_of_the_project_below() => Flags(
        $"public async Task M(IStore db) {{ await Task.Yield(); [|db.SaveChanges()|]; }}",
        new Given { Below = [new("Test.Data", "// data\npublic class Store : DbContext, IStore { }\n" + Contract.Split(" public class")[0])] });

    private const string Contract =
        "public interface IStore { int SaveChanges(); Task<int> SaveChangesAsync(CancellationToken cancellation = default); } public class Own : Store, IStore { }";

    [Fact]
    public Task Import_is_added() => Fixes(
        """
        using System.Text;

        namespace Shop
        {
            public class Order { public int Id { get; set; } }

            public class OrdersController(Microsoft.EntityFrameworkCore.DbContext db) : ControllerBase
            {
                public List<Order> Get() => [|db.Set<Order>().ToList()|];
            }
        }
        """,
        """
        using System.Text;

        namespace Shop
        {
            public class Order { public int Id { get; set; } }

            public class OrdersController(Microsoft.EntityFrameworkCore.DbContext db) : ControllerBase
            {
                public async Task<List<Order>> Get() => await db.Set<Order>().ToListAsync();
            }
        }
        """);
}

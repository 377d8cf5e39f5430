using Microsoft.CodeAnalysis;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Effects;

/// <summary>What is said of the method <c>M</c> of the class <c>Test</c>.</summary>
public class FollowingTests
{
    private const string Shop = """
        using Dapper;
        using Microsoft.Extensions.Caching.Memory;

        public class Product { public int Id { get; set; } public string Name { get; set; } }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } }
        public interface IMail { Task SendAsync(Product product); }

        """;

    [Theory]
    [InlineData("public Task<Product> M(int id) => db.Products.FirstAsync(p => p.Id == id);", "FirstAsync")]
    [InlineData("public Task<Product> M(int id) => Find(id);\nprivate Task<Product> Find(int id) => db.Products.FirstAsync(p => p.Id == id);", "Test.Find -> FirstAsync")]
    [InlineData("public Task<Product> M(int id) { return Find(); Task<Product> Find() => db.Products.FirstAsync(p => p.Id == id); }", "FirstAsync")]
    [InlineData("public Task<Product> M(int id) { Func<Task<Product>> find = () => db.Products.FirstAsync(p => p.Id == id); return find(); }", "FirstAsync")]
    [InlineData("public Task<Product> M(int id) => With(own => own.Products.FirstAsync(p => p.Id == id));\nprivate Task<T> With<T>(Func<Shop, Task<T>> run) => run(db);", "Test.With -> FirstAsync")]
    [InlineData("""
        public Task<Product> M(int id) => Retry(() => db.Products.FirstAsync(p => p.Id == id));
        private async Task<T> Retry<T>(Func<Task<T>> run) { for (var i = 0; ; i++) try { return await run(); } catch (Exception) when (i < 3) { await Task.Delay(9); } }
        """, "Test.Retry -> FirstAsync")]
    [InlineData("public async Task<Product> M(int id) { var p = await db.Products.FirstAsync(x => x.Id == id); p.Name = p.Name.Trim(); Console.WriteLine(p); return p; }", "FirstAsync")]
    [InlineData("public async Task<Product> M(int id) { if (id == 0) return null; return await db.Products.FirstAsync(x => x.Id == id); }", "FirstAsync")]
    [InlineData("public async Task<Product> M(int id) { if (Day()) return await db.Products.FirstAsync(x => x.Id == id); return await db.Products.SingleAsync(x => x.Id == id); }\nprivate bool Day() => true;", "FirstAsync")]
    public async Task Always_reads(string members, string path)
    {
        var effect = Assert.Single((await Summary(members)).Effects, effect => string.Join(" -> ", effect.Via.Select(step => step.Name)) == path);

        Assert.Equal((ApiRole.Read, When.Always, 1UL), (effect.What, effect.When, effect.DependsOn));
    }

    [Theory]
    [InlineData("public Task<Product> M(int id) => memory.GetOrCreateAsync(id, _ => db.Products.FirstAsync(p => p.Id == id));")]
    [InlineData("public async Task<Product> M(int id) { if (memory.TryGetValue(id, out Product known)) return known; return await db.Products.FirstAsync(p => p.Id == id); }")]
    [InlineData("public async Task<Product> M(int id) => last ??= await db.Products.FirstAsync(p => p.Id == id);")]
    [InlineData("public async Task<Product> M(int id) { last = await db.Products.FirstAsync(p => p.Id == id); return last; }")]
    [InlineData("public async Task<Product> M(int id, bool fresh) { if (fresh) return await db.Products.FirstAsync(p => p.Id == id); return new Product(); }")]
    [InlineData("public async Task<Product> M(int id) { try { return new Product(); } catch (Exception) { return await db.Products.FirstAsync(p => p.Id == id); } }")]
    [InlineData("public async Task M(List<int> ids) { foreach (var id in ids) await db.Products.FirstAsync(p => p.Id == id); }")]
    public async Task Sometimes_reads(string members)
    {
        var effect = Assert.Single((await Summary(members)).Effects);

        Assert.Equal((ApiRole.Read, When.Sometimes), (effect.What, effect.When));
        Assert.NotNull(effect.Unless);
    }

    [Theory]
    [InlineData("public class One(Shop db) : IProducts { public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id); }", true)]
    [InlineData("""
        public class One(Shop db) : IProducts { public Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id); }
        public class Two : IProducts { public Task<Product> Get(int id) => Task.FromResult(new Product()); }
        """, false)]
    public async Task An_interface_does_what_all_its_implementations_do(string types, bool always)
    {
        var summary = await Summary("public Task<Product> M(int id) => products.Get(id);", $"public interface IProducts {{ Task<Product> Get(int id); }}\n{types}");

        Assert.Equal(always ? When.Always : When.Sometimes, Assert.Single(summary.Effects).When);
    }

    [Fact]
    public async Task An_override_that_does_something_else_counts()
    {
        var summary = await Summary("public Task<Product> M(Loader loader, int id) => loader.Get(id);", """
            public interface IProducts { Task<Product> Get(int id); }
            public class Loader(Shop db) { public virtual Task<Product> Get(int id) => db.Products.FirstAsync(p => p.Id == id); }
            public class Fake(Shop db) : Loader(db) { public override Task<Product> Get(int id) => Task.FromResult(new Product()); }
            """);

        Assert.Equal(When.Sometimes, Assert.Single(summary.Effects).When);
    }

    [Fact]
    public async Task A_method_may_read_and_write()
    {
        var summary = await Summary(
            "public async Task M(int id) { var p = await db.Products.FirstAsync(x => x.Id == id); p.Name = \"seen\"; await db.SaveChangesAsync(); }");

        Assert.Equal([ApiRole.Read, ApiRole.Write], summary.Effects.Select(effect => effect.What).Order());
        Assert.True(summary.IsComplete);
    }

    [Fact]
    public async Task Each_parameter_is_told_apart()
    {
        var summary = await Summary("public Task<Product> M(string unused, int id, string name) { var key = id + 1; return db.Products.FirstAsync(p => p.Id == key && p.Name == name); }");

        Assert.Equal(0b110UL, Assert.Single(summary.Effects).DependsOn);
    }

    [Fact]
    public async Task Cycles_end() =>
        Assert.Empty((await Summary("public Task<Product> M(int id) => Other(id);\nprivate Task<Product> Other(int id) => M(id);")).Effects);

    [Theory]
    [InlineData("public async Task M(Product p, IMail mail) { db.Update(p); await db.SaveChangesAsync(); await mail.SendAsync(p); }", false)]
    [InlineData("public async Task M(Product p) { db.Update(p); await db.SaveChangesAsync(); await Task.Yield(); }", true)]
    [InlineData("public async Task M(Product p, IMail mail) { db.Update(p); await Send(p, mail); await db.SaveChangesAsync(); }\nprivate Task Send(Product p, IMail mail) => mail.SendAsync(p);", false)]
    public async Task What_cannot_be_seen_may_do_more(string members, bool isComplete) => Assert.Equal(isComplete, (await Summary(members)).IsComplete);

    private static async Task<Summary> Summary(string members, string types = "public interface IProducts { Task<Product> Get(int id); }")
    {
        var document = TestProject.Document($"{Shop}{types}\npublic class Test(Shop db, IMemoryCache memory, IProducts products) {{ private Product last;\n{members} }}", new());
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var project = PerfAnalyzers.Host.Project.Of(compilation, document.Project.AnalyzerOptions);
        var method = (IMethodSymbol)compilation.GetTypeByMetadataName("Test")!.GetMembers("M").Single();
        return project.EffectsOf(method, TestContext.Current.CancellationToken);
    }
}

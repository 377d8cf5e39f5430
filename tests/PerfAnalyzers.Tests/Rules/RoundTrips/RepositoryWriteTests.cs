using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Writes that a loop makes through a method which no table knows.</summary>
public class RepositoryWriteTests : RuleTest<WriteInOneBatch, WriteInOneBatchFix>
{
    private static string Loop(string repository, string loop, string type = "Repository") => $$"""
        // a repository
        using Dapper;
        using Microsoft.Extensions.Logging;

        public class Product { public int Id { get; set; } public string Name { get; set; } }
        public class ShopContext : DbContext { public DbSet<Product> Products { get; set; } }
        public interface IMail { Task SendAsync(Product product); }
        {{repository}}

        public class ShopController({{type}} products, IMail mail) : ControllerBase
        {
            public async Task M(List<Product> all, string language)
            {
                {{loop}}
            }
        }
        """;

    [Theory]
    [InlineData("public async Task Save(Product p) { db.Update(p); await db.SaveChangesAsync(); }")]
    [InlineData("public Task Save(Product p) => connection.ExecuteAsync(\"UPDATE P SET Name = @Name WHERE Id = @Id\", p);")]
    [InlineData("public async Task Save(Product p) { ArgumentNullException.ThrowIfNull(p); p.Name = p.Name.Trim(); db.Update(p); await db.SaveChangesAsync(); logger.LogInformation(\"saved\"); }")]
    [InlineData("public async Task<int> Save(Product p) { db.Add(p); return await db.SaveChangesAsync(); }")]
    public Task A_method_that_only_writes_is_a_write(string member) => FlagsWithoutFix(Loop(
        $"public class Repository(ShopContext db, DbConnection connection, ILogger logger) {{ {member} }}", "foreach (var p in all) { p.Name = language; await {|info:products.Save(p)|}; }"));

    [Theory]
    [InlineData(nameof(Guard.DoesMore), "public async Task Save(Product p) { db.Update(p); await db.SaveChangesAsync(); await mail.SendAsync(p); }")]
    [InlineData(nameof(Guard.HappensSometimes), "public async Task Save(Product p) { if (await db.Products.AnyAsync(x => x.Name == p.Name)) return; db.Add(p); await db.SaveChangesAsync(); }")]
    [InlineData(nameof(Guard.DoesMore), "public async Task Save(Product p) { db.Update(p); mail.SendAsync(p); await db.SaveChangesAsync(); }")]
    public Task A_method_that_does_more_is_none(string guard, string member) => Silent(Loop(
        $"public class Repository(ShopContext db, IMail mail) {{ {member} }}", "foreach (var p in all) await products.Save(p);"), Named(guard));

    [Theory]
    [InlineData("public Task Save(Product p) { db.Update(p); return Task.CompletedTask; }")]
    public Task A_method_that_does_not_save_does_not_concern_the_rule(string member) => Unconcerned(Loop(
        $"public class Repository(ShopContext db, IMail mail) {{ {member} }}", "foreach (var p in all) await products.Save(p);"));

    [Theory]
    [InlineData("Task ReplaceAsync(Product product);\nTask ReplaceManyAsync(IEnumerable<Product> products);")]
    [InlineData("Task ReplaceAsync(Product product);\nTask ReplaceAsync(IList<Product> products);")]
    [InlineData("Task<Product> ReplaceAsync(Product product);\nTask<List<Product>> ReplaceRangeAsync(params Product[] products);")]
    [InlineData("Task<Product> ReplaceAsync(Product product);\nTask ReplaceManyAsync(IList<Product> products);")]
    public Task A_form_for_many_beside_it(string members) => FlagsWithoutFix(Loop(
        $"public interface IProducts {{ {members} }}", "foreach (var p in all) await {|info:products.ReplaceAsync(p)|};", "IProducts"));

    [Fact]
    public Task A_synchronous_write_with_a_form_for_many_of_another_result() => FlagsWithoutFix(Loop(
        "public class Repository(ShopContext db) { public Product Insert(Product p) { db.Add(p); db.SaveChanges(); return p; } public void InsertMany(IList<Product> many) { db.AddRange(many); db.SaveChanges(); } }",
        "foreach (var p in all) {|info:products.Insert(p)|}; await Task.Yield();"));

    [Fact]
    public Task A_synchronous_form_for_many_alone_says_nothing() => Unconcerned(Loop(
        "public interface IProducts { void Replace(Product product); void ReplaceMany(IEnumerable<Product> products); }", "foreach (var p in all) products.Replace(p); await Task.Yield();", "IProducts"));

    [Theory]
    [InlineData(nameof(Guard.AwaitsUnknown), "foreach (var p in all) { await mail.SendAsync(p); await products.ReplaceAsync(p); }")]
    [InlineData(nameof(Guard.CatchesPerItem), "foreach (var p in all) { try { await products.ReplaceAsync(p); } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData(nameof(Guard.LoopThrottles), "foreach (var p in all) { await products.ReplaceAsync(p); await Task.Delay(10); }")]
    public Task Where_each_item_stands_alone(string guard, string loop) => Silent(Loop(
        "public interface IProducts { Task ReplaceAsync(Product product); Task ReplaceManyAsync(IEnumerable<Product> products); Task RemoveAsync(int id); }", loop, "IProducts"), Named(guard));

    [Theory]
    [InlineData("while (all.Count > 0) await products.ReplaceAsync(all[0]);")]
    [InlineData("foreach (var p in all) mail.SendAsync(p).ContinueWith(_ => products.ReplaceAsync(p));")]
    [InlineData("foreach (var p in all) switch (p.Id) { case 1: await products.RemoveAsync(p.Id); break; }")]
    public Task Where_no_call_is_made_for_each_item_that_could_be_one_for_many(string loop) => Unconcerned(Loop(
        "public interface IProducts { Task ReplaceAsync(Product product); Task ReplaceManyAsync(IEnumerable<Product> products); Task RemoveAsync(int id); }", loop, "IProducts"));
}

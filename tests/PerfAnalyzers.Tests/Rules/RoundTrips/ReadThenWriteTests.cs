using PerfAnalyzers.Host;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>Loops that read a row by its key and write it back.</summary>
public static class ReadThenWrite
{
    public static string Loop(string body, string members = "") => $$"""
        using Dapper;
        using MongoDB.Driver;
        using StackExchange.Redis;

        public class Product { public int Id { get; set; } public string Name { get; set; } public int Count { get; set; } public void Sell() => Count--; }
        public class Shop : DbContext { public DbSet<Product> Products { get; set; } }
        public interface IProducts { Task<Product> GetAsync(int id); Task<int> CountAsync(int id); Task SaveAsync(Product p); Task CreateAsync(Product p); Task DeleteAsync(int id); }
        public class Products(Shop db) : IProducts
        {
            public Task<Product> GetAsync(int id) => db.Products.FirstOrDefaultAsync(p => p.Id == id);
            public Task<int> CountAsync(int id) => db.Products.CountAsync(p => p.Count > id);
            async Task IProducts.SaveAsync(Product p) { db.Update(p); await db.SaveChangesAsync(); }
            public async Task CreateAsync(Product p) { db.Add(p); await db.SaveChangesAsync(); }
            public Task DeleteAsync(int id) => db.Products.Where(p => p.Id == id).ExecuteDeleteAsync();
        }

        public class ShopController(Shop db, IProducts products, IMongoCollection<Product> documents, IDatabase redis, DbConnection sql) : ControllerBase
        {
            public async Task M(List<int> ids, List<Product> all)
            {
                {{body}}
            }
            {{members}}
        }
        """;

    public static string PerId(string body) => Loop($"foreach (var id in ids.Distinct()) {{ {body} }}");
}

/// <summary>The read of such a loop.</summary>
public class ReadBeforeWriteTests : RuleTest<ReadInOneRoundTrip, NoFix>
{
    [Theory]
    [InlineData("var p = await {|info:products.GetAsync(id)|}; p.Count++; await products.SaveAsync(p);")]
    [InlineData("var p = await {|info:products.GetAsync(id)|}.ConfigureAwait(false); if (p is null) continue; p.Count++; await products.SaveAsync(p);")]
    [InlineData("if ((await {|info:products.GetAsync(id)|})?.Count == 0) await products.DeleteAsync(id);")]
    [InlineData("var p = await {|info:db.Products.FirstAsync(x => x.Id == id)|}; p.Count++; await db.SaveChangesAsync();")]
    [InlineData("var p = await {|info:db.Products.FindAsync(id)|}; p.Sell(); db.Update(p); await db.SaveChangesAsync();")]
    [InlineData("var p = await {|info:db.Products.Where(x => x.Id == id).SingleAsync()|}; if (p.Count == 0) db.Remove(p); await db.SaveChangesAsync();")]
    [InlineData("var p = await {|info:documents.Find(x => x.Id == id).FirstAsync()|}; p.Count++; await documents.ReplaceOneAsync(x => x.Id == p.Id, p);")]
    [InlineData("var filter = Builders<Product>.Filter.Eq(x => x.Id, id); var p = await {|info:documents.Find(filter).FirstOrDefaultAsync()|}; await documents.ReplaceOneAsync(filter, p);")]
    [InlineData("var v = await {|info:redis.StringGetAsync(\"n\" + id)|}; await redis.StringSetAsync(\"n\" + id, (int)v + 1);")]
    public Task The_row_of_the_item(string body) => Flags(ReadThenWrite.PerId(body));

    [Theory]
    [InlineData("var p = await db.Products.FirstOrDefaultAsync(x => x.Id == id); if (p == null) db.Add(new Product { Id = id }); await db.SaveChangesAsync();")]
    [InlineData("var p = await db.Products.FindAsync(id) ?? db.Add(new Product()).Entity; p.Count++; await db.SaveChangesAsync();")]
    [InlineData("var p = await db.Products.FirstAsync(x => x.Count == id); p.Count++; await db.SaveChangesAsync();")]
    [InlineData("var n = await db.Products.CountAsync(x => x.Id == id); all[0].Count = n + id; await db.SaveChangesAsync();")]
    [InlineData("var some = await db.Products.Where(x => x.Id == id).ToListAsync(); some[0].Count++; await db.SaveChangesAsync();")]
    [InlineData("var p = await db.Products.FirstAsync(x => x.Id == id); Touch(p, db); await db.SaveChangesAsync();")]
    [InlineData("var p = await documents.Find(x => x.Id == id).FirstOrDefaultAsync(); if (p == null) await documents.InsertOneAsync(new Product { Id = id });")]
    [InlineData("var p = await documents.Find(x => x.Id == id).FirstAsync(); await documents.UpdateManyAsync(x => x.Id == id, Builders<Product>.Update.Inc(x => x.Count, 1));")]
    [InlineData("var p = await documents.Find(x => x.Id == id).FirstAsync(); await documents.ReplaceOneAsync(x => x.Name == p.Name, p);")]
    [InlineData("if (await products.GetAsync(id) == null) await products.CreateAsync(new Product { Id = id });")]
    [InlineData("if (await products.CountAsync(id) == 0) await products.DeleteAsync(id);")]
    public Task Other_rows(string body) => Silent(
        ReadThenWrite.Loop($"foreach (var id in ids) {{ {body} }}", "private static void Touch(Product p, Shop db) => db.Add(new Product());"), Guard.SeesWrites);
}

/// <summary>The write of such a loop.</summary>
public class WriteAfterReadTests : RuleTest<WriteInOneBatch, NoFix>
{
    [Theory]
    [InlineData("var p = await products.GetAsync(id); p.Count++; await {|info:products.SaveAsync(p)|};")]
    [InlineData("if ((await products.GetAsync(id))?.Count == 0) await {|info:products.DeleteAsync(id)|};")]
    [InlineData("var p = await documents.Find(x => x.Id == id).FirstAsync(); p.Count++; await {|info:documents.ReplaceOneAsync(x => x.Id == p.Id, p)|};")]
    [InlineData("var p = await documents.Find(x => x.Id == id).FirstOrDefaultAsync() ?? new Product { Id = id }; await {|info:documents.ReplaceOneAsync(x => x.Id == p.Id && x.Count == 1, p, new ReplaceOptions { IsUpsert = true })|};")]
    [InlineData("var v = await redis.StringGetAsync(\"n\" + id); await {|info:redis.StringSetAsync(\"n\" + id, (int)v + 1)|};")]
    [InlineData("var p = await db.Products.FirstAsync(x => x.Id == id); p.Count++; await [|db.SaveChangesAsync()|];")]
    public Task The_row_of_the_item(string body) => Flags(ReadThenWrite.PerId(body));

    [Theory]
    [InlineData("if (await products.GetAsync(id) == null) await products.CreateAsync(new Product { Id = id });")]
    [InlineData("if (await products.CountAsync(id) == 0) await products.DeleteAsync(id);")]
    [InlineData("var p = await documents.Find(x => x.Name == \"a\").FirstAsync(); p.Count++; await documents.ReplaceOneAsync(x => x.Id == id, p);")]
    [InlineData("var v = await redis.StringGetAsync(\"n\"); await redis.StringSetAsync(\"n\" + id, (int)v + 1);")]
    public Task Other_rows(string body) => Silent(ReadThenWrite.PerId(body), Guard.ReadsBetween);
}

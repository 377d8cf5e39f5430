using PerfAnalyzers.CodeFixes.Rules.RoundTrips;
using PerfAnalyzers.Rules.RoundTrips;
using PerfAnalyzers.Tests.Harness;

namespace PerfAnalyzers.Tests.Rules.RoundTrips;

/// <summary>EF Core reads per item become one query before the loop.</summary>
public class EntityBatchTests : RuleTest<ReadInOneRoundTrip, ReadInOneRoundTripFix>
{
    private static string InController(string body) => $$"""
        using System.ComponentModel.DataAnnotations;

        public class Product { public int Id { get; set; } public string Sku { get; set; } public Guid CategoryId { get; set; } public bool Gone { get; set; } public List<Line> Lines { get; set; } }
        public class Line { public int LineId { get; set; } public int ProductId { get; set; } public int? GiftId { get; set; } public string Sku { get; set; } public Product Product { get; set; } }
        public class Order { public int Id { get; set; } public List<Line> Lines { get; set; } }
        public abstract class Entity { public long Id { get; set; } }
        public class Shipment : Entity { }
        public class Coupon { [Key] public string Code { get; set; } }
        public class Shop : DbContext
        {
            public DbSet<Product> Products { get; set; }
            public DbSet<Line> Lines { get; set; }
            public DbSet<Order> Orders { get; set; }
            public DbSet<Coupon> Coupons { get; set; }
            public DbSet<Shipment> Shipments { get; set; }
        }

        public class Repository<T>(Shop db) where T : class { public IQueryable<T> Query() => db.Set<T>(); }

        public class ShopController(Shop db, Repository<Product> repository) : ControllerBase
        {
            public async Task<object> M(
                List<int> ids, int[] numbers, IEnumerable<int> lazy, List<Line> lines, Dictionary<int, string> map, (int Id, int Count)[] counts, List<Order> orders, Order order, CancellationToken ct)
            {
                var found = new List<object>();
                {{body.ReplaceLineEndings("\n").Replace("\n", "\n        ").Replace("\n        \n", "\n\n")}}
                return found;
            }
        }
        """;

    private static Task Becomes(string before, string after) =>
        Fixes(InController(before), InController(after), new(Title: "Query all of them once before the loop (review)"));

    [Fact]
    public Task A_key_of_the_base_type_is_named_for_the_entity() => Becomes(
        """
        foreach (var id in ids.Select(i => (long)i))
            found.Add(await [|db.Shipments.FirstAsync(s => s.Id == id)|]);
        """,
        """
        var idList = ids.Select(i => (long)i).ToList();
        var shipmentIds = idList.Distinct().ToList();
        var shipmentsById = await db.Shipments.Where(s => shipmentIds.Contains(s.Id)).ToDictionaryAsync(s => s.Id);
        foreach (var id in idList)
            found.Add(shipmentsById[id]);
        """);

    [Fact]
    public Task First_or_default_by_id() => Becomes(
        """
        foreach (var line in lines)
        {
            var product = await [|db.Products.FirstOrDefaultAsync(p => p.Id == line.ProductId, ct)|];
            if (product is null)
                continue;
            found.Add(product);
        }
        """,
        """
        var productIds = lines.Select(line => line.ProductId).Distinct().ToList();
        var productsById = await db.Products.Where(p => productIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var line in lines)
        {
            var product = productsById.GetValueOrDefault(line.ProductId);
            if (product is null)
                continue;
            found.Add(product);
        }
        """);

    [Fact]
    public Task First_keeps_the_chain_and_throws_on_a_missing_row() => Becomes(
        """
        // every line has its product

        // look it up
        foreach (var line in order.Lines)
            found.Add((await [|db.Products.AsNoTracking().Include(p => p.Lines).FirstAsync(p => !p.Gone && line.ProductId == p.Id)|].ConfigureAwait(false)).Sku); // sku
        """,
        """
        // every line has its product

        var productIds = order.Lines.Select(line => line.ProductId).Distinct().ToList();
        var productsById = await db.Products.AsNoTracking().Include(p => p.Lines).Where(p => !p.Gone && productIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id).ConfigureAwait(false);
        // look it up
        foreach (var line in order.Lines)
            found.Add(productsById[line.ProductId].Sku); // sku
        """);

    [Fact]
    public Task Find_by_a_list_of_ids_uses_the_list() => Becomes(
        "foreach (var id in ids) found.Add(await [|db.Products.FindAsync(id)|]);",
        """
        var productsById = await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        foreach (var id in ids) found.Add(productsById.GetValueOrDefault(id));
        """);

    [Fact]
    public Task Find_synchronously_by_an_array_of_keys() => Becomes(
        "foreach (var number in numbers) found.Add([|db.Products.Find(new object[] { number })|]);",
        """
        var productIds = numbers.Distinct().ToList();
        var productsById = db.Products.Where(p => productIds.Contains(p.Id)).ToDictionary(p => p.Id);
        foreach (var number in numbers) found.Add(productsById.GetValueOrDefault(number));
        """);

    [Fact]
    public Task Rows_of_each_parent_become_a_lookup() => Becomes(
        "foreach (var id in ids) found.AddRange(await [|db.Lines.Where(l => l.ProductId == id).ToListAsync(ct)|]);",
        """
        var linesByProductId = (await db.Lines.Where(l => ids.Contains(l.ProductId)).ToListAsync(ct)).ToLookup(l => l.ProductId);
        foreach (var id in ids) found.AddRange(linesByProductId[id].ToList());
        """);

    [Fact]
    public Task A_repository_may_begin_the_query() => Becomes(
        """
        foreach (var line in lines)
            found.Add([|repository.Query().Where(p => p.Id == line.ProductId).Include(p => p.Lines).FirstOrDefault()|]);
        """,
        """
        var productIds = lines.Select(line => line.ProductId).Distinct().ToList();
        var productsById = repository.Query().Where(p => productIds.Contains(p.Id)).Include(p => p.Lines).ToDictionary(p => p.Id);
        foreach (var line in lines)
            found.Add(productsById.GetValueOrDefault(line.ProductId));
        """);

    [Fact]
    public Task Existence_becomes_a_set() => Becomes(
        "foreach (var id in ids) if (!await [|db.Lines.AnyAsync(l => l.ProductId == id)|]) found.Add(id);",
        """
        var knownProductIds = (await db.Lines.Where(l => ids.Contains(l.ProductId)).Select(l => l.ProductId).ToListAsync()).ToHashSet();
        foreach (var id in ids) if (!knownProductIds.Contains(id)) found.Add(id);
        """);

    [Fact]
    public Task Text_keys_may_be_null_or_differ_in_case() => Becomes(
        "foreach (var line in lines) found.Add(await [|db.Coupons.SingleOrDefaultAsync(c => c.Code == line.Sku)|]);",
        """
        var skus = lines.Select(line => line.Sku).Distinct().ToList();
        var couponsByCode = (await db.Coupons.Where(c => skus.Contains(c.Code)).ToListAsync()).ToLookup(c => c.Code);
        foreach (var line in lines) found.Add(couponsByCode[line.Sku].SingleOrDefault());
        """);

    [Fact]
    public Task Counter_over_an_array() => Becomes(
        """
        for (var i = 0; i < numbers.Length; i++)
        {
            var id = numbers[i];
            found.Add(await [|db.Products.SingleAsync(p => p.Id == id)|]);
        }
        """,
        """
        var productIds = numbers.Distinct().ToList();
        var productsById = await db.Products.Where(p => productIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        for (var i = 0; i < numbers.Length; i++)
        {
            var id = numbers[i];
            found.Add(productsById[id]);
        }
        """);

    [Fact]
    public Task Deconstructed_pairs_and_tuples() => Becomes(
        """
        foreach (var (key, text) in map)
            found.Add(await [|db.Products.FindAsync(key)|]);
        foreach (var (id, count) in counts)
            found.Add(await [|db.Orders.FindAsync([id], ct)|]);
        """,
        """
        var productIds = map.Select(item => item.Key).Distinct().ToList();
        var productsById = await db.Products.Where(p => productIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        foreach (var (key, text) in map)
            found.Add(productsById.GetValueOrDefault(key));
        var orderIds = counts.Select(item => item.Id).Distinct().ToList();
        var ordersById = await db.Orders.Where(o => orderIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
        foreach (var (id, count) in counts)
            found.Add(ordersById.GetValueOrDefault(id));
        """);

    [Fact]
    public Task Queried_sources_are_read_once() => Becomes(
        """
        foreach (var product in await db.Products.ToListAsync(ct))
            found.Add(await [|db.Lines.Where(l => l.ProductId == product.Id).ToListAsync()|]);
        foreach (var number in lazy)
            found.Add(await [|db.Products.FindAsync(number)|]);
        """,
        """
        var products = await db.Products.ToListAsync(ct);
        var productIds = products.Select(product => product.Id).Distinct().ToList();
        var linesByProductId = (await db.Lines.Where(l => productIds.Contains(l.ProductId)).ToListAsync()).ToLookup(l => l.ProductId);
        foreach (var product in products)
            found.Add(linesByProductId[product.Id].ToList());
        var numberList = lazy.ToList();
        var productIds2 = numberList.Distinct().ToList();
        var productsById = await db.Products.Where(p => productIds2.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        foreach (var number in numberList)
            found.Add(productsById.GetValueOrDefault(number));
        """);

    [Fact]
    public Task Two_reads_by_the_same_key_share_the_list() => Becomes(
        """
        foreach (var line in lines)
        {
            found.Add(await [|db.Products.FindAsync(line.ProductId)|]);
            found.Add(await [|db.Orders.FindAsync(line.ProductId)|]);
        }
        """,
        """
        var productIds = lines.Select(line => line.ProductId).Distinct().ToList();
        var productsById = await db.Products.Where(p => productIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        var ordersById = await db.Orders.Where(o => productIds.Contains(o.Id)).ToDictionaryAsync(o => o.Id);
        foreach (var line in lines)
        {
            found.Add(productsById.GetValueOrDefault(line.ProductId));
            found.Add(ordersById.GetValueOrDefault(line.ProductId));
        }
        """);

    [Fact]
    public Task Embedded_loops_get_a_block() => Becomes(
        """
        if (ids.Count > 0)
            foreach (var id in ids)
                found.Add(await [|db.Products.FindAsync(id)|]);
        """,
        """
        if (ids.Count > 0)
        {
            var productsById = await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
            foreach (var id in ids)
                found.Add(productsById.GetValueOrDefault(id));
        }
        """);

    [Fact]
    public Task Comments_of_the_read_stay() => Becomes(
        """
        foreach (var id in ids)
            found.Add(await [|db.Products // all
                .AsNoTracking() // unchanged
                .FirstAsync(p => p.Id == id /* by key */)|]);
        """,
        """
        // unchanged
        /* by key */
        var productsById = await db.Products // all
                .AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        foreach (var id in ids)
            found.Add(productsById[id]);
        """);

    [Fact]
    public Task What_else_the_loop_does_keeps_its_format() => Becomes(
        """
        foreach (var id in ids) {
            var product = await [|db.Products.FirstAsync(p => p.Id == id)|];
            if(product.Gone)  found.Add( product );
        }
        """,
        """
        var productsById = await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        foreach (var id in ids) {
            var product = productsById[id];
            if(product.Gone)  found.Add( product );
        }
        """);

    [Theory]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:db.Products.OrderBy(p => p.Sku).FirstAsync(p => p.Id == id)|});")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:db.Products.FirstAsync(p => p.Id > id)|});")]
    [InlineData("foreach (var id in ids) found.Add(await {|warning:db.Products.CountAsync(p => p.Id == id)|});")]
    [InlineData("foreach (var line in lines) if (line.GiftId != null) found.Add(await {|warning:db.Products.FindAsync(line.GiftId.Value)|});")]
    [InlineData("foreach (var line in lines) if (line.Product != null) found.Add(await {|warning:db.Products.FirstAsync(p => p.CategoryId == line.Product.CategoryId)|});")]
    [InlineData("foreach (var line in lines) found.Add(await {|warning:db.Products.FindAsync(int.Parse(line.Sku))|});")]
    [InlineData("foreach (var line in lines) { line.ProductId = 7; found.Add(await {|warning:db.Products.FindAsync(line.ProductId)|}); }")]
    [InlineData("foreach (var line in lines) { line.ProductId++; found.Add(await {|warning:db.Products.FindAsync(line.ProductId)|}); }")]
    [InlineData("foreach (var id in ids) { var product = await {|warning:db.Products.FindAsync(id)|}; if (product is null) db.Products.Add(product = new Product { Id = id }); }")]
    [InlineData("try { foreach (var id in ids) found.Add(await {|warning:db.Products.FirstAsync(p => p.Id == id)|}); } catch (InvalidOperationException) { }")]
    [InlineData("foreach (var id in ids) { try { found.Add(await {|warning:db.Products.FindAsync(id)|}); } catch (Exception) { } }")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { found.Add(await {|warning:db.Products.FindAsync(ids[i])|}); ids.RemoveAt(i); }")]
    [InlineData("foreach (var id in lazy) { found.Add(await {|info:db.Products.FindAsync(id)|}); if (found.Count(x => x is int) > 9) break; }")]
    public Task What_cannot_be_written_safely_is_left(string body) => FlagsWithoutFix(InController(body));
}

namespace Shop.Data;

/// <summary>The same products, customers and orders in every new database.</summary>
public static class SeedData
{
    public const int Products = 500;
    public const int Customers = 200;
    public const int Orders = 600;

    private static readonly string[] Countries = ["DE", "FR", "GB", "NL", "PL", "US"];
    private static readonly string[] Things = ["Kettle", "Lamp", "Mug", "Notebook", "Pan", "Rug", "Scarf", "Teapot", "Umbrella", "Vase"];
    private static readonly string[] Colours = ["Amber", "Black", "Blue", "Green", "Grey", "Ivory", "Red", "White"];
    private static readonly DateTime FirstOrder = new(2026, 1, 1, 8, 0, 0, DateTimeKind.Utc);

    public static void EnsureSeeded(ShopContext db)
    {
        if (!db.Database.EnsureCreated())
            return;

        var random = new Random(20260101);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Products.AddRange(Enumerable.Range(1, Products).Select(id => new Product
        {
            Id = id,
            Sku = $"SKU-{id:0000}",
            Name = $"{Colours[id % Colours.Length]} {Things[id % Things.Length]} {id}",
            PriceCents = random.Next(200, 20_000),
            Grams = random.Next(50, 4_000),
            Stock = random.Next(10, 500),
        }));
        db.Customers.AddRange(Enumerable.Range(1, Customers).Select(id => new Customer
        {
            Id = id,
            Name = $"Customer {id}",
            Email = $"customer{id}@example.com",
            Country = Countries[id % Countries.Length],
        }));
        db.Orders.AddRange(Enumerable.Range(1, Orders).Select(id => OrderOf(id, random)));
        db.SaveChanges();
        db.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    private static Order OrderOf(int id, Random random)
    {
        var order = new Order { Id = id, CustomerId = 1 + id % Customers, PlacedAt = FirstOrder.AddMinutes(17 * id), Status = OrderStatus.Paid };
        var lines = random.Next(6, 15);
        for (var line = 0; line < lines; line++)
            order.Lines.Add(new OrderLine
            {
                ProductId = random.Next(1, Products + 1),
                Quantity = random.Next(1, 4),
                UnitPriceCents = random.Next(200, 20_000),
            });
        return order;
    }
}

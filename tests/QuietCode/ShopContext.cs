namespace QuietCode;

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Product> Products => Set<Product>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Customer>().HasMany(customer => customer.Orders).WithOne(order => order.Customer);
        foreach (var name in (string[])["Tea", "Coffee"])
            model.Entity<Product>().HasData(new Product { Id = name.Length, Name = name });
    }
}

public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public List<Order> Orders { get; } = [];
}

public sealed class Order
{
    public int Id { get; set; }

    public int ProductId { get; set; }

    public int Quantity { get; set; }

    public bool IsSent { get; set; }

    public Customer? Customer { get; set; }
}

public sealed class Product
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public decimal Price { get; set; }
}

namespace Shop.Data;

public sealed class Product
{
    public int Id { get; set; }
    public required string Sku { get; set; }
    public required string Name { get; set; }
    public long PriceCents { get; set; }
    public int Grams { get; set; }
    public int Stock { get; set; }
}

public sealed class Customer
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public required string Email { get; set; }
    public required string Country { get; set; }
    public int Points { get; set; }
}

public sealed class Order
{
    public int Id { get; set; }
    public int CustomerId { get; set; }
    public DateTime PlacedAt { get; set; }
    public OrderStatus Status { get; set; }
    public List<OrderLine> Lines { get; } = [];
}

public enum OrderStatus { Placed, Paid, Shipped, Archived }

public sealed class OrderLine
{
    public int Id { get; set; }
    public int OrderId { get; set; }
    public int ProductId { get; set; }
    public int Quantity { get; set; }
    public long UnitPriceCents { get; set; }
}

public sealed class StockMovement
{
    public int Id { get; set; }
    public int ProductId { get; set; }
    public int Quantity { get; set; }
    public required string Reason { get; set; }
    public DateTime At { get; set; }
}

public sealed class StockCount
{
    public int Id { get; set; }
    public required string Sku { get; set; }
    public int Units { get; set; }
    public DateTime CountedAt { get; set; }
}

public sealed class PageView
{
    public int Id { get; set; }
    public required string Path { get; set; }
    public required string Visitor { get; set; }
    public DateTime At { get; set; }
}

namespace QuietCode;

[ApiController, Route("orders")]
public sealed class OrdersController(ShopContext shop, PriceClient prices, ProductCache cache) : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<ActionResult<Order>> Get(int id, CancellationToken cancellation)
    {
        var order = await shop.Orders.AsNoTracking().Include(o => o.Customer).FirstOrDefaultAsync(o => o.Id == id, cancellation);
        return order is null ? NotFound() : order;
    }

    /// <summary>One query for all keys, then a dictionary in memory.</summary>
    [HttpGet("totals")]
    public async Task<Dictionary<int, decimal>> Totals([FromQuery] int[] ids, CancellationToken cancellation)
    {
        var orders = await shop.Orders.Where(order => ids.Contains(order.Id)).ToListAsync(cancellation);
        var productIds = orders.Select(order => order.ProductId).Distinct().ToList();
        var products = await shop.Products.Where(product => productIds.Contains(product.Id)).ToDictionaryAsync(product => product.Id, cancellation);
        var totals = new Dictionary<int, decimal>();
        foreach (var order in orders)
            if (products.TryGetValue(order.ProductId, out var product))
                totals[order.Id] = order.Quantity * product.Price;
        return totals;
    }

    /// <summary>Adds in memory, writes once.</summary>
    [HttpPost]
    public async Task<IActionResult> Create(List<Order> orders, CancellationToken cancellation)
    {
        foreach (var order in orders)
        {
            order.IsSent = false;
            shop.Orders.Add(order);
        }
        await shop.SaveChangesAsync(cancellation);
        return NoContent();
    }

    /// <summary>The results of tasks that WhenAll has awaited are there.</summary>
    [HttpGet("{id:int}/offer")]
    public async Task<decimal> Offer(int id, CancellationToken cancellation)
    {
        var price = prices.GetAsync(id, cancellation);
        var discount = prices.GetDiscountAsync(id, cancellation);
        await Task.WhenAll(price, discount);
        return price.Result - discount.Result;
    }

    /// <summary>Memory is not I/O.</summary>
    [HttpGet("{id:int}/label")]
    public IActionResult Label(int id)
    {
        using var label = new MemoryStream();
        using (var writer = new StreamWriter(label, leaveOpen: true))
            writer.WriteLine($"Order {id}: {cache.NameOf(id)}");
        label.Position = 0;
        using var reader = new StringReader("a\nb");
        return File(label.ToArray(), "text/plain", reader.ReadLine());
    }

    /// <summary>The body is read as it arrives.</summary>
    [HttpPost("import")]
    public async Task<int> Import(CancellationToken cancellation)
    {
        using var reader = new StreamReader(Request.Body);
        var count = 0;
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            shop.Products.Add(new Product { Name = line });
            count++;
        }
        await shop.SaveChangesAsync(cancellation);
        return count;
    }
}

using Microsoft.AspNetCore.Mvc;
using Shop.Data;
using Shop.Repositories;
using Shop.Services;

namespace Shop.Controllers;

public sealed record OrderItem(int ProductId, int Quantity);

public sealed record NewOrder(int CustomerId, List<OrderItem> Items);

public sealed record OrderTotal(int Id, OrderStatus Status, int Lines, long Cents);

public sealed record StatusChange(List<int> OrderIds, OrderStatus Status);

[ApiController]
[Route("orders")]
public sealed class OrdersController(
    ShopContext db,
    OrderRepository orders,
    PaymentClient payments,
    ShippingService shipping,
    TimeProvider clock,
    IWebHostEnvironment environment) : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<ActionResult<OrderTotal>> Get(int id, CancellationToken cancellationToken)
    {
        var order = await orders.FindAsync(id, cancellationToken);
        return order is null ? NotFound() : TotalOf(order);
    }

    [HttpPost]
    public async Task<ActionResult<OrderTotal>> Place(NewOrder request, CancellationToken cancellationToken)
    {
        var order = new Order { CustomerId = request.CustomerId, PlacedAt = clock.GetUtcNow().UtcDateTime };
        foreach (var item in request.Items)
        {
            var product = await db.Products.FindAsync([item.ProductId], cancellationToken);
            if (product is not null)
                order.Lines.Add(new OrderLine { ProductId = product.Id, Quantity = item.Quantity, UnitPriceCents = product.PriceCents });
        }

        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);

        var reason = $"order {order.Id}";
        foreach (var line in order.Lines)
        {
            db.StockMovements.Add(new StockMovement { ProductId = line.ProductId, Quantity = -line.Quantity, Reason = reason, At = order.PlacedAt });
            await db.SaveChangesAsync(cancellationToken);
        }

        return CreatedAtAction(nameof(Get), new { id = order.Id }, TotalOf(order));
    }

    [HttpPost("{id:int}/payment")]
    public IActionResult Pay(int id)
    {
        var order = orders.FindAsync(id).Result;
        if (order is null)
            return NotFound();

        var receipt = payments.ChargeAsync($"order-{order.Id}", TotalOf(order).Cents).Result;
        return Ok(receipt);
    }

    [HttpPost("{id:int}/label")]
    public async Task<IActionResult> Label(int id, CancellationToken cancellationToken) =>
        Ok(new { Label = await shipping.OrderLabelAsync(id, cancellationToken) });

    [HttpGet("{id:int}/invoice")]
    public async Task<IActionResult> Invoice(int id, CancellationToken cancellationToken)
    {
        var order = await orders.FindAsync(id, cancellationToken);
        if (order is null)
            return NotFound();

        var template = System.IO.File.ReadAllText(Path.Combine(environment.ContentRootPath, "Templates", "invoice.html"));
        var invoice = template
            .Replace("{order}", order.Id.ToString())
            .Replace("{lines}", order.Lines.Count.ToString())
            .Replace("{total}", (TotalOf(order).Cents / 100m).ToString("0.00"));
        return Content(invoice, "text/html");
    }

    [HttpPut("status")]
    public IActionResult SetStatus(StatusChange change)
    {
        orders.SetStatusAsync(change.OrderIds, change.Status, HttpContext.RequestAborted).Wait();
        return NoContent();
    }

    private static OrderTotal TotalOf(Order order) =>
        new(order.Id, order.Status, order.Lines.Count, order.Lines.Sum(line => line.Quantity * line.UnitPriceCents));
}

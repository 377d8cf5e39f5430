using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Data;
using Shop.Partners;
using Shop.Repositories;
using Shop.Services;

namespace Shop.Controllers;

public sealed record Purchase(int OrderId, string Product, int Quantity, long Cents);

[ApiController]
[Route("customers")]
public sealed class CustomersController(
    ShopContext db,
    OrderRepository orders,
    CreditService credit,
    GiftCardService giftCards,
    LoyaltyService loyalty) : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<ActionResult<Customer>> Get(int id, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.FindAsync([id], cancellationToken);
        return customer is null ? NotFound() : customer;
    }

    [HttpGet("{id:int}/purchases")]
    public async Task<List<Purchase>> Purchases(int id, CancellationToken cancellationToken)
    {
        var lines = await orders.GetRecentLinesAsync(id, 25, cancellationToken);
        var purchases = new List<Purchase>();
        foreach (var line in lines)
        {
            var product = await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == line.ProductId, cancellationToken);
            purchases.Add(new Purchase(line.OrderId, product?.Name ?? "(no longer sold)", line.Quantity, line.Quantity * line.UnitPriceCents));
        }

        return purchases;
    }

    [HttpGet("{id:int}/credit")]
    public Credit Credit(int id) => credit.GetAsync(id).GetAwaiter().GetResult();

    [HttpGet("gift-cards/{code}")]
    public IActionResult GiftCard(string code) => Ok(new { Code = code, Cents = giftCards.Balance(code) });

    [HttpPost("points")]
    public async Task<IActionResult> AwardPoints(List<PointsAward> awards, CancellationToken cancellationToken) =>
        Ok(new { Customers = await loyalty.AwardAsync(awards, cancellationToken) });
}

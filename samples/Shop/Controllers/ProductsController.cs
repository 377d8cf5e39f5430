using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Data;
using Shop.Repositories;
using Shop.Services;

namespace Shop.Controllers;

public sealed record ProductSummary(int Id, string Sku, string Name, long Cents);

public sealed record ProductPage(int Id, string Name, long Cents, int Units);

public sealed record NewPrice(int ProductId, long Cents);

[ApiController]
[Route("products")]
public sealed class ProductsController(
    ShopContext db,
    ProductRepository products,
    PricingClient pricing,
    StockClient stock,
    StockCountStore stockCounts) : ControllerBase
{
    [HttpGet]
    public async Task<List<ProductSummary>> List(CancellationToken cancellationToken, int page = 0) =>
        await db.Products.AsNoTracking()
            .OrderBy(product => product.Id)
            .Skip(20 * page)
            .Take(20)
            .Select(product => new ProductSummary(product.Id, product.Sku, product.Name, product.PriceCents))
            .ToListAsync(cancellationToken);

    [HttpGet("selection")]
    public async Task<List<ProductSummary>> Selection([FromQuery] int[] ids, CancellationToken cancellationToken)
    {
        var selected = await products.GetManyAsync(ids, cancellationToken);
        return selected.ConvertAll(product => new ProductSummary(product.Id, product.Sku, product.Name, product.PriceCents));
    }

    [HttpGet("{id:int}")]
    public ActionResult<ProductPage> Get(int id)
    {
        var product = db.Products.Find(id);
        if (product is null)
            return NotFound();

        var cents = pricing.GetPriceAsync(product.Sku).Result;
        return new ProductPage(product.Id, product.Name, cents, product.Stock);
    }

    [HttpGet("{id:int}/offer")]
    public ActionResult<ProductPage> Offer(int id)
    {
        var product = products.FindAsync(id).GetAwaiter().GetResult();
        if (product is null)
            return NotFound();

        var price = pricing.GetPriceAsync(product.Sku);
        var level = stock.GetLevelAsync(product.Sku);
        Task.WaitAll(price, level);
        return new ProductPage(product.Id, product.Name, price.Result, level.Result.Units);
    }

    [HttpPut("prices")]
    public async Task<IActionResult> Reprice(List<NewPrice> changes, CancellationToken cancellationToken)
    {
        var cents = changes.ToDictionary(change => change.ProductId, change => change.Cents);
        var repriced = await db.Products.Where(product => cents.Keys.Contains(product.Id)).ToListAsync(cancellationToken);
        foreach (var product in repriced)
        {
            product.PriceCents = cents[product.Id];
            await db.SaveChangesAsync(cancellationToken);
        }

        return NoContent();
    }

    [HttpPost("stock-counts")]
    public IActionResult ImportStockCounts()
    {
        using var reader = new StreamReader(Request.Body);
        return Ok(new { Imported = stockCounts.Import(reader.ReadToEnd()) });
    }
}

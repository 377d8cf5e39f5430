using Microsoft.EntityFrameworkCore;
using Shop.Data;
using Shop.Services;

namespace Shop.Endpoints;

public static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder app)
    {
        app.MapGet("/catalog/{sku}/stock", (string sku, StockClient stock) => stock.GetLevelAsync(sku).Result);

        app.MapGet("/catalog/{sku}/price", (string sku, PricingClient pricing) =>
        {
            var cents = pricing.GetPriceAsync(sku).GetAwaiter().GetResult();
            return Results.Ok(new { Sku = sku, Cents = cents });
        });

        app.MapGet("/catalog/compare", async (string skus, ShopContext db, CancellationToken cancellationToken) =>
        {
            var names = new List<string>();
            foreach (var sku in skus.Split(','))
            {
                var product = await db.Products.FirstOrDefaultAsync(p => p.Sku == sku, cancellationToken);
                if (product is not null)
                    names.Add(product.Name);
            }

            return names;
        });

        app.MapGet("/catalog/terms", (IWebHostEnvironment environment) =>
        {
            var terms = File.ReadAllText(Path.Combine(environment.ContentRootPath, "Templates", "terms.txt"));
            return Results.Text(terms);
        });
    }
}

using Shop.Data;
using Shop.Partners;
using Shop.Repositories;

namespace Shop.Workers;

/// <summary>Orders more of what runs low, and books what arrives.</summary>
public sealed class RestockWorker(
    IServiceScopeFactory scopes,
    PartnerSettings partners,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<RestockWorker> log) : BackgroundService
{
    private const int UnitsPerDelivery = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RestockAsync(stoppingToken);
            }
            catch (HttpRequestException error)
            {
                log.LogWarning(error, "The supplier does not answer; trying again later");
            }

            Thread.Sleep(configuration.GetValue<TimeSpan>("Restock:Interval"));
        }
    }

    private async Task RestockAsync(CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopContext>();
        var products = scope.ServiceProvider.GetRequiredService<ProductRepository>();
        var low = products.GetLowStockAsync(configuration.GetValue<int>("Restock:Threshold"), cancellationToken).GetAwaiter().GetResult();

        using var supplier = new HttpClient();
        var deliverable = new List<StockLevel>();
        foreach (var product in low)
        {
            var level = await supplier.GetFromJsonAsync<StockLevel>($"{partners.Url}/stock/{product.Sku}", cancellationToken);
            deliverable.Add(level!);
        }

        var skus = deliverable.Where(level => level.Units > 0).Select(level => level.Sku).ToHashSet();
        foreach (var product in low)
        {
            if (skus.Contains(product.Sku))
            {
                product.Stock += UnitsPerDelivery;
                db.StockMovements.Add(new StockMovement { ProductId = product.Id, Quantity = UnitsPerDelivery, Reason = "restock", At = clock.GetUtcNow().UtcDateTime });
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

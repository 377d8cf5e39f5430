using Shop.Partners;
using Shop.Services;

namespace Shop.Endpoints;

public sealed record Basket(List<string> Skus, string Country, int Grams);

public static class BasketEndpoints
{
    public static void MapBasket(this IEndpointRouteBuilder app)
    {
        app.MapPost("/basket/price", async (Basket basket, PricingClient pricing, CancellationToken cancellationToken) =>
        {
            var prices = await pricing.GetPricesAsync(basket.Skus, cancellationToken);
            return new { Cents = prices.Sum(price => price.Cents), Items = prices.Count };
        });

        app.MapPost("/basket/units", async (Basket basket, StockClient stock, CancellationToken cancellationToken) =>
            new { Units = await stock.CountUnitsAsync([.. basket.Skus], cancellationToken) });

        app.MapPost("/basket/delivery", async (Basket basket, ShippingService shipping, CancellationToken cancellationToken) =>
            await shipping.QuoteAsync(basket.Country, basket.Grams, cancellationToken));

        app.MapGet("/basket/delivery-terms", (string country, PartnerSettings partners) =>
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{partners.Url}/shipping?country={country}&grams=1000");
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            return Results.Text(reader.ReadToEnd(), "application/json");
        });
    }
}

using Shop.Partners;

namespace Shop.Services;

public sealed class PricingClient(HttpClient http)
{
    public async Task<long> GetPriceAsync(string sku, CancellationToken cancellationToken = default)
    {
        var price = await http.GetFromJsonAsync<Price>($"/prices/{sku}", cancellationToken);
        return price!.Cents;
    }

    public async Task<List<Price>> GetPricesAsync(IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var prices = new List<Price>();
        foreach (var sku in skus)
        {
            var price = await http.GetFromJsonAsync<Price>($"/prices/{sku}", cancellationToken);
            prices.Add(price!);
        }

        return prices;
    }
}

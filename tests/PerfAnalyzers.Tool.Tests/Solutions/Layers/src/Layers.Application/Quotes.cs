using Layers.Domain;

namespace Layers.Application;

public class Quotes(IPrices prices)
{
    public async Task<string> QuoteAsync(int product) => prices.Format(await prices.FindAsync(product));

    public async Task<List<string>> QuoteAllAsync(IEnumerable<int> products)
    {
        var quotes = new List<string>();
        foreach (var product in products)
            quotes.Add(await prices.FindAsync(product));
        foreach (var product in products)
            quotes.Add(await prices.FindCachedAsync(product));
        return quotes;
    }

    public string QuoteNow(int product) => prices.FindAsync(product).Result;
}

using Layers.Domain;

namespace Layers.Infrastructure;

public class Prices(HttpClient http) : IPrices
{
    private readonly Dictionary<int, string> known = [];

    public async Task<string> FindAsync(int id) => await http.GetStringAsync("/prices/" + id);

    public async Task<string> FindCachedAsync(int id)
    {
        if (known.TryGetValue(id, out var price))
            return price;
        return known[id] = await http.GetStringAsync("/prices/" + id);
    }

    public async Task StoreAsync(int id, string price) => await http.PutAsync("/prices/" + id, new StringContent(price));

    public string Format(string price) => price.Trim();

    public Task<string> NobodyElseCalls(int id) => http.GetStringAsync("/" + id);
}

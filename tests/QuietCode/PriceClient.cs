using System.Net.Http.Json;

namespace QuietCode;

/// <summary>A typed client: the factory owns its handler.</summary>
public sealed class PriceClient(HttpClient http)
{
    private static readonly HttpClient Discounts = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    public Task<decimal> GetAsync(int product, CancellationToken cancellation) =>
        http.GetFromJsonAsync<decimal>($"prices/{product}", cancellation);

    public async Task<decimal> GetDiscountAsync(int product, CancellationToken cancellation)
    {
        using var response = await Discounts.GetAsync($"http://discounts/{product}", cancellation);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<decimal>(cancellation);
    }

    /// <summary>Tries again until it works: one request after the other is the point.</summary>
    public async Task<string> GetCatalogueAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await http.GetStringAsync("catalogue", cancellation);
            }
            catch (HttpRequestException) when (attempt < 3)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellation);
            }
    }

    /// <summary>Every page says where the next one is.</summary>
    public async Task<List<string>> GetAllNamesAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        var next = "names?page=1";
        while (next is not null)
        {
            var page = await http.GetFromJsonAsync<Page>(next, cancellation);
            names.AddRange(page!.Names);
            next = page.Next;
        }
        return names;
    }

    /// <summary>Many requests at once, but not too many.</summary>
    public Task WarmAsync(IReadOnlyCollection<int> products, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            products, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation },
            async (product, token) => await GetAsync(product, token));

    private sealed record Page(string[] Names, string? Next);
}

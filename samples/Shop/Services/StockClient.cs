using System.Text.Json;
using Shop.Partners;

namespace Shop.Services;

public sealed class StockClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<StockLevel> GetLevelAsync(string sku, CancellationToken cancellationToken = default) =>
        (await http.GetFromJsonAsync<StockLevel>($"/stock/{sku}", cancellationToken))!;

    public async Task<int> CountUnitsAsync(string[] skus, CancellationToken cancellationToken)
    {
        var levels = new string[skus.Length];
        for (var i = 0; i < skus.Length; i++)
            levels[i] = await http.GetStringAsync($"/stock/{skus[i]}", cancellationToken);

        return levels.Sum(level => JsonSerializer.Deserialize<StockLevel>(level, Json)!.Units);
    }
}

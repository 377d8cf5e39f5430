using System.Text.Json;
using Shop.Partners;

namespace Shop.Services;

public sealed class ShippingService(PartnerSettings partners, IHttpClientFactory clients)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<ShippingQuote> QuoteAsync(string country, int grams, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var quote = await client.GetFromJsonAsync<ShippingQuote>($"{partners.Url}/shipping?country={country}&grams={grams}", cancellationToken);
        return quote!;
    }

    public async Task<string> OrderLabelAsync(int orderId, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient("partners");
        using var ordered = await client.PostAsync($"/labels?orderId={orderId}", content: null, cancellationToken);
        var label = ordered.Content.ReadFromJsonAsync<Label>(cancellationToken).Result!;

        while (label.Status != "ready")
        {
            Thread.Sleep(30);

            using var request = new HttpRequestMessage(HttpMethod.Get, $"/labels/{label.Id}");
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            label = JsonSerializer.Deserialize<Label>(reader.ReadToEnd(), Json)!;
        }

        return label.Id;
    }
}

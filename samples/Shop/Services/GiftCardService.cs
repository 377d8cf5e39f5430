using Shop.Partners;

namespace Shop.Services;

public sealed class GiftCardService(IHttpClientFactory clients)
{
    public long Balance(string code)
    {
        var client = clients.CreateClient("partners");
        var card = client.GetFromJsonAsync<GiftCard>($"/gift-cards/{code}").GetAwaiter().GetResult();
        return card!.BalanceCents;
    }
}

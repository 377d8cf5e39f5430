using System.Net;
using Shop.Partners;

namespace Shop.Services;

public sealed class CreditService(PartnerSettings partners)
{
    public async Task<Credit> GetAsync(int customerId, CancellationToken cancellationToken = default)
    {
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All });
        var credit = await client.GetFromJsonAsync<Credit>($"{partners.Url}/credit/{customerId}", cancellationToken);
        return credit!;
    }
}

using System.Net;
using Shop.Partners;

namespace Shop.Services;

public sealed class PaymentClient(HttpClient http)
{
    private const int Attempts = 4;

    public async Task<Receipt> ChargeAsync(string reference, long cents, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await http.PostAsJsonAsync("/payments", new Payment(reference, cents), cancellationToken);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && attempt < Attempts)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(25 * attempt));
                continue;
            }

            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<Receipt>(cancellationToken))!;
        }
    }
}

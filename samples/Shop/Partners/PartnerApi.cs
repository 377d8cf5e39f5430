using System.Collections.Concurrent;

namespace Shop.Partners;

/// <summary>Stands in for the companies the shop talks to. Every answer takes 20 to 50 ms, always the same for the same question.</summary>
public static class PartnerApi
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var app = builder.Build();
        var seenPayments = new ConcurrentDictionary<string, bool>();
        var labelsReadyAt = new ConcurrentDictionary<string, long>();

        app.MapGet("/prices/{sku}", async (string sku) =>
        {
            await Think(sku);
            return new Price(sku, 200 + Digits(sku) * 37 % 20_000);
        });

        app.MapGet("/stock/{sku}", async (string sku) =>
        {
            await Think(sku);
            return new StockLevel(sku, Digits(sku) * 13 % 400);
        });

        app.MapGet("/shipping", async (string country, int grams) =>
        {
            await Think(country);
            return new ShippingQuote("Northern Parcel", country, 390 + grams / 10, 2 + country.Length);
        });

        app.MapGet("/credit/{customerId:int}", async (int customerId) =>
        {
            await Think(customerId.ToString());
            return new Credit(customerId, 10_000 + customerId * 100L);
        });

        app.MapGet("/gift-cards/{code}", async (string code) =>
        {
            await Think(code);
            return new GiftCard(code, Digits(code) * 100L % 10_000);
        });

        // One new payment in five is turned away, as a busy gateway does; the second attempt is taken.
        app.MapPost("/payments", async (Payment payment) =>
        {
            await Think(payment.Reference);
            return seenPayments.TryAdd(payment.Reference, true) && Digits(payment.Reference) % 5 == 0
                ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : Results.Ok(new Receipt(payment.Reference, payment.Cents, "accepted"));
        });

        // A label is printed 60 ms after it was ordered.
        app.MapPost("/labels", async (int orderId) =>
        {
            await Think(orderId.ToString());
            var label = new Label($"label-{orderId}", "printing");
            labelsReadyAt[label.Id] = Environment.TickCount64 + 60;
            return label;
        });

        app.MapGet("/labels/{id}", async (string id) =>
        {
            await Task.Delay(20);
            return new Label(id, Environment.TickCount64 >= labelsReadyAt[id] ? "ready" : "printing");
        });

        return app;
    }

    private static Task Think(string question) => Task.Delay(20 + question.Sum(letter => letter) * 7 % 31);

    private static int Digits(string text) => text.Where(char.IsDigit).Aggregate(0, (number, digit) => (number * 10 + digit - '0') % 100_000);
}

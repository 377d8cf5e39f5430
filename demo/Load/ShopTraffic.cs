using System.Net.Http.Json;
using System.Text;

namespace PerfAnalyzers.Demo.Load;

/// <summary>One kind of request and its share of the traffic.</summary>
internal sealed record Operation(string Name, int Weight, Func<Random, HttpRequestMessage> Create);

/// <summary>What the customers of the shop do; the weights add up to 100.</summary>
internal static class ShopTraffic
{
    private const int Products = 500;
    private const int Customers = 200;
    private const int Orders = 600;

    public static readonly Operation[] Operations =
    [
        Get("GET /products", 11, random => $"/products?page={random.Next(Products / 20)}"),
        Get("GET /products/selection", 3, random => "/products/selection?" + string.Join('&', Distinct(random, 15, Products).Select(id => $"ids={id}"))),
        Get("GET /products/{id}", 16, random => $"/products/{ProductId(random)}"),
        Get("GET /products/{id}/offer", 6, random => $"/products/{ProductId(random)}/offer"),
        Get("GET /catalog/{sku}/stock", 8, random => $"/catalog/{Sku(random)}/stock"),
        Get("GET /catalog/{sku}/price", 8, random => $"/catalog/{Sku(random)}/price"),
        Get("GET /catalog/compare", 5, random => $"/catalog/compare?skus={string.Join(',', Skus(random, 12))}"),
        Get("GET /customers/{id}/purchases", 8, random => $"/customers/{CustomerId(random)}/purchases"),
        Get("GET /customers/{id}/credit", 4, random => $"/customers/{CustomerId(random)}/credit"),
        Get("GET /orders/{id}/invoice", 4, random => $"/orders/{OrderId(random)}/invoice"),
        Get("GET /basket/delivery-terms", 2, _ => "/basket/delivery-terms?country=NL"),
        Send("POST /orders", 6, HttpMethod.Post, _ => "/orders", random => new { customerId = CustomerId(random), items = Many(random, 10, item => new { productId = ProductId(item), quantity = item.Next(1, 4) }) }),
        Send("POST /orders/{id}/payment", 4, HttpMethod.Post, random => $"/orders/{OrderId(random)}/payment"),
        Send("POST /orders/{id}/label", 2, HttpMethod.Post, random => $"/orders/{OrderId(random)}/label"),
        Send("POST /basket/price", 4, HttpMethod.Post, _ => "/basket/price", random => Basket(random, 6)),
        Send("POST /basket/delivery", 3, HttpMethod.Post, _ => "/basket/delivery", random => Basket(random, 1)),
        Send("POST /events/page-views", 3, HttpMethod.Post, _ => "/events/page-views", random => Many(random, 25, visit => new { path = $"/products/{ProductId(visit)}", visitor = $"v{visit.Next(1000)}" })),
        Send("PUT /products/prices", 1, HttpMethod.Put, _ => "/products/prices", random => Distinct(random, 15, Products).ConvertAll(id => new { productId = id, cents = random.Next(200, 20_000) })),
        Send("POST /customers/points", 1, HttpMethod.Post, _ => "/customers/points", random => Distinct(random, 15, Customers).ConvertAll(id => new { customerId = id, points = random.Next(1, 50) })),
        Text("POST /products/stock-counts", 1, "/products/stock-counts", random => string.Join('\n', Skus(random, 40).Select(sku => $"{sku},{random.Next(400)}"))),
    ];

    private static Operation Get(string name, int weight, Func<Random, string> path) =>
        new(name, weight, random => new HttpRequestMessage(HttpMethod.Get, path(random)));

    private static Operation Send(string name, int weight, HttpMethod method, Func<Random, string> path, Func<Random, object>? body = null) =>
        new(name, weight, random => new HttpRequestMessage(method, path(random)) { Content = body is null ? null : JsonContent.Create(body(random)) });

    private static Operation Text(string name, int weight, string path, Func<Random, string> body) =>
        new(name, weight, random => new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body(random), Encoding.UTF8, "text/csv") });

    private static object Basket(Random random, int items) =>
        new { skus = Skus(random, items), country = "DE", grams = random.Next(100, 5_000) };

    private static int ProductId(Random random) => random.Next(1, Products + 1);

    private static int CustomerId(Random random) => random.Next(1, Customers + 1);

    private static int OrderId(Random random) => random.Next(1, Orders + 1);

    private static string Sku(Random random) => $"SKU-{ProductId(random):0000}";

    private static List<string> Skus(Random random, int count) => Distinct(random, count, Products).ConvertAll(id => $"SKU-{id:0000}");

    private static List<int> Distinct(Random random, int count, int highest)
    {
        var step = highest / count;
        return [.. Enumerable.Range(0, count).Select(index => 1 + index * step + random.Next(step))];
    }

    private static List<object> Many(Random random, int count, Func<Random, object> item) => [.. Enumerable.Range(0, count).Select(_ => item(random))];
}

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PerfAnalyzers.Runtime.Tests.Hosting;
using PerfAnalyzers.Runtime.Tracking;
using Shop.Workers;

namespace PerfAnalyzers.Runtime.Tests.Tracking;

/// <summary>
/// What PERF0301 and PERF0302 find in the sample, seen live: the places of its README that a request reaches. Two are missing, since
/// Microsoft.Data.Sqlite tells nothing of its commands: PageViewStore and StockCountStore.
/// </summary>
public sealed class SampleRoundTripsTests : IAsyncLifetime
{
    private readonly LogEntries _log = new();
    private readonly string _database = Path.Combine(Path.GetTempPath(), $"shop-{Guid.NewGuid():N}.db");
    private WebApplicationFactory<Program> _shop = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _shop = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("ConnectionStrings:Shop", $"Data Source={_database}")
            .UseSetting("Partners:Url", $"http://127.0.0.1:{FreePort()}")
            .ConfigureLogging(logging => logging.ClearProviders().AddProvider(_log))
            .ConfigureTestServices(services =>
            {
                services.Remove(services.Single(service => service.ImplementationType == typeof(RestockWorker)));
                services.AddRoundTripTracking(options => options.MaxRepetitions = 3);
            }));
        RoundTrips.Begin().Dispose();
        _client = _shop.CreateClient();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(_database);
    }

    [Fact]
    public async Task EveryLoopOfTheSampleThatARequestReachesIsSeenLive()
    {
        var ids = Enumerable.Range(1, 6).ToArray();
        string[] skus = [.. ids.Select(id => $"SKU-{id:0000}")];
        await SendAsync("POST", "/orders", new { customerId = 1, items = ids.Select(id => new { productId = id, quantity = 1 }) });
        await SendAsync("GET", "/customers/3/purchases");
        await SendAsync("GET", "/catalog/compare?skus=" + string.Join(',', skus));
        await SendAsync("GET", "/products/selection?" + string.Join('&', ids.Select(id => $"ids={id}")));
        await SendAsync("POST", "/basket/price", new { skus, country = "DE", grams = 100 });
        await SendAsync("POST", "/basket/units", new { skus, country = "DE", grams = 100 });
        await SendAsync("PUT", "/products/prices", ids.Select(id => new { productId = id, cents = 100_000 + id }));
        await SendAsync("POST", "/customers/points", ids.Select(id => new { customerId = id, points = 5 }));
        await SendAsync("PUT", "/orders/status", new { orderIds = ids, status = 2 });

        Seen("POST /orders", "db: SELECT", "OrdersController.Place in OrdersController.cs");
        Seen("POST /orders", "db: INSERT INTO \"StockMovements\"", "OrdersController.Place in OrdersController.cs");
        Seen("GET /customers/{id:int}/purchases", "db: SELECT", "CustomersController.Purchases in CustomersController.cs");
        Seen("GET /catalog/compare", "db: SELECT", "CatalogEndpoints.");
        Seen("GET /products/selection", "db: SELECT", "ProductRepository.GetManyAsync in ProductRepository.cs");
        Seen("POST /basket/price", "http: GET http://127.0.0.1", "PricingClient.GetPricesAsync in PricingClient.cs");
        Seen("POST /basket/units", "http: GET http://127.0.0.1", "StockClient.CountUnitsAsync in StockClient.cs");
        Seen("PUT /products/prices", "db: UPDATE \"Products\"", "ProductsController.Reprice in ProductsController.cs");
        Seen("POST /customers/points", "db: UPDATE \"Customers\"", "LoyaltyService.AwardAsync in LoyaltyService.cs");
        Seen("PUT /orders/status", "db: UPDATE \"Orders\"", "OrderRepository.SetStatusAsync in OrderRepository.cs");
    }

    [Fact]
    public async Task WhatMakesNoLoopIsNotTold()
    {
        await SendAsync("GET", "/products");
        await SendAsync("GET", "/orders/3");

        Assert.DoesNotContain(_log.Messages, message => message.Contains("the same round trip", StringComparison.Ordinal));
    }

    // A scope of the test reaches into the application where the server keeps the context.
    [Fact]
    public async Task AScopeOfATestCountsWhatTheApplicationDoes()
    {
        _shop.Server.PreserveExecutionContext = true;
        using var client = _shop.CreateClient();
        using var trips = RoundTrips.Begin();

        await client.GetStringAsync("/products/selection?ids=1&ids=2&ids=3&ids=4", Token);

        Assert.Equal(4, trips.CountOf("db"));
        Assert.Throws<RoundTripsExceededException>(() => trips.AssertAtMost("db", 1));
    }

    private void Seen(string series, string statement, string caller) => Assert.Contains(
        _log.Messages,
        message => message.StartsWith($"{series} made the same round trip ", StringComparison.Ordinal)
            && message.Contains($"({statement}", StringComparison.Ordinal)
            && message.Contains($"from {caller}", StringComparison.Ordinal));

    private async Task SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _client.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

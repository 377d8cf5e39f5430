using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PerfAnalyzers.Runtime.Batching;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Tests.Tracking;

/// <summary>What code costs in round trips, counted from what the libraries tell.</summary>
public sealed class RoundTripsTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public RoundTripsTests()
    {
        // Entity Framework remembers for a second that nobody listens.
        RoundTrips.Begin().Dispose();
        _connection.Open();
        using var shop = new ProductContext(_connection);
        shop.Database.EnsureCreated();
        shop.AddRange(Enumerable.Range(1, 10).Select(id => new Product { Id = id, Name = $"product {id}" }));
        shop.SaveChanges();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task ALoopOfQueriesIsToldWithItsStatementAndItsCaller()
    {
        using var shop = new ProductContext(_connection);
        using var trips = RoundTrips.Begin();
        for (var id = 1; id <= 4; id++)
        {
            await shop.Products.AsNoTracking().SingleAsync(product => product.Id == id, Token);
        }

        await shop.Products.CountAsync(Token);

        Assert.Equal((5, 5, 0), (trips.Total, trips.CountOf("db"), trips.CountOf("http")));
        var counts = trips.GetCounts();
        Assert.Equal([4, 1], counts.Select(one => one.Count));
        Assert.Contains("\"p\".\"Id\" = @", counts[0].Statement, StringComparison.Ordinal);
        Assert.Equal("RoundTripsTests.ALoopOfQueriesIsToldWithItsStatementAndItsCaller", counts[0].Caller!.Member);
        Assert.EndsWith("RoundTripsTests.cs", counts[0].Caller!.File, StringComparison.Ordinal);
        trips.AssertAtMost("db", 5);
        var exceeded = Assert.Throws<RoundTripsExceededException>(() => trips.AssertAtMost("db", 3));
        Assert.StartsWith("5 round trips of kind 'db' were made, and at most 3 are allowed:", exceeded.Message, StringComparison.Ordinal);
        Assert.Contains("4 x SELECT", exceeded.Message, StringComparison.Ordinal);
        Assert.Contains("RoundTripsTests.cs:line ", exceeded.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingIsCountedBeforeOrAfterAScopeAndInnerScopesCountForOuterOnes()
    {
        await QueryAsync();
        var outer = RoundTrips.Begin();
        using (var inner = RoundTrips.Begin())
        {
            await QueryAsync();
            Assert.Equal(1, inner.Total);
        }

        await QueryAsync();
        outer.Dispose();
        await QueryAsync();

        Assert.Equal(2, outer.Total);
    }

    [Fact]
    public async Task AScopeFlowsIntoWhatRunsAtTheSameTime()
    {
        using var trips = RoundTrips.Begin();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(QueryOnItsOwnAsync, Token)));
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), Token, async (_, _) => await QueryOnItsOwnAsync());

        Assert.Equal(7, trips.CountOf("db"));
    }

    [Fact]
    public async Task ABatchCountsOnceForEachScopeThatHasAnItemInIt()
    {
        var began = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var calls = 0;
        await using var batches = new BatchProcessor<int, int>(async (items, _) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                began.SetResult();
                await gate.Task;
            }

            await QueryOnItsOwnAsync();
            return [.. items];
        });
        var alone = batches.AddAsync(0, Token).AsTask();
        await began.Task;

        Task<int[]> Ask(out RoundTrips trips)
        {
            trips = RoundTrips.Begin();
            var results = Task.WhenAll(batches.AddAsync(1, Token).AsTask(), batches.AddAsync(2, Token).AsTask());
            RoundTripScopes.Current = null;
            return results;
        }

        var first = Ask(out var one);
        var second = Ask(out var two);
        gate.SetResult();
        await alone;
        await first;
        await second;

        Assert.Equal((1, 1, 2), (one.Total, two.Total, calls));
        await batches.AddAsync(3, Token);
        Assert.Equal((1, 1), (one.Total, two.Total));
    }

    [Fact]
    public async Task ALoaderCountsForTheScopeInWhichItWasMadeOrElseForItsCallers()
    {
        KeyedBatchLoader<int, int> Loader() => new(async (keys, _) =>
        {
            await QueryOnItsOwnAsync();
            return keys.ToDictionary(key => key);
        });

        var before = Loader();
        using var trips = RoundTrips.Begin();
        var within = Loader();
        await before.LoadManyAsync([1, 2, 3], Token);
        await within.LoadManyAsync([1, 2, 3], Token);

        Assert.Equal(2, trips.Total);
    }

    [Fact]
    public async Task RequestsOfHttpClientAreCountedByAddressWithoutIds()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var application = builder.Build();
        application.MapGet("/stock/{id}", (int id) => id);
        await application.StartAsync(Token);
        var address = application.Urls.Single();
        using var client = new HttpClient();

        using var trips = RoundTrips.Begin();
        await client.GetStringAsync($"{address}/stock/1", Token);
        await client.GetStringAsync($"{address}/stock/22?secret=1", Token);

        Assert.Equal($"GET {address}/stock/{{id}}", Assert.Single(trips.GetCounts()).Statement);
        Assert.Equal(2, trips.CountOf("http"));
        Assert.Equal("RoundTripsTests.RequestsOfHttpClientAreCountedByAddressWithoutIds", trips.GetCounts()[0].Caller!.Member);
    }

    [Fact]
    public void OtherRoundTripsCanBeCountedByHand()
    {
        RoundTrips.Count("queue", "outside of every scope");
        using var trips = RoundTrips.Begin(callersFrom: 2);
        RoundTrips.Count("queue", "publish");
        Assert.Null(trips.GetCounts().Single().Caller);
        RoundTrips.Count("queue", "publish");

        Assert.Equal(("queue", "publish", 2), (trips.GetCounts().Single().Kind, trips.GetCounts().Single().Statement, trips.CountOf("queue")));
        Assert.Equal("RoundTripsTests.OtherRoundTripsCanBeCountedByHand", trips.GetCounts().Single().Caller!.Member);
        Assert.Throws<ArgumentOutOfRangeException>("callersFrom", () => RoundTrips.Begin(0));
    }

    private async Task QueryAsync()
    {
        using var shop = new ProductContext(_connection);
        await shop.Products.CountAsync(Token);
    }

    private static async Task QueryOnItsOwnAsync()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Token);
        using var shop = new ProductContext(connection);
        await shop.Database.ExecuteSqlRawAsync("SELECT 1", Token);
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PerfAnalyzers.Runtime.AspNetCore.Dashboard;
using PerfAnalyzers.Runtime.Tests.Hosting;
using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Tests.AspNetCore;

/// <summary>However many ask the dashboard, the application bears the cost of one; and an open one is told of.</summary>
public sealed class DashboardLoadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheDataAreMadeOncePerSampleHoweverManyAsk()
    {
        DashboardCache cache = null!;
        await using var application = await PerfApplication.StartAsync(app =>
        {
            app.MapGet("/a", static () => "a");
            app.MapPerfDashboard("/perf");
            cache = app.Services.GetRequiredService<DashboardCache>();
        });
        await application.SendAsync("GET", "/a");
        application.Sample("GET /a");

        for (var i = 0; i < 5; i++)
        {
            await application.Client.GetStringAsync("/perf/data", Token);
            await application.Client.GetStringAsync("/perf/data?series=GET%20%2Fa", Token);
            await application.Client.GetStringAsync($"/perf/data?series=unknown{i}", Token);
        }

        Assert.Equal(1, cache.Snapshots);
        Assert.Same(cache.Read("GET /a"), cache.Read("GET /a"));
        Assert.Same(cache.Read("unknown 1"), cache.Read("unknown 2"));
        var before = cache.Read("GET /a");
        application.Sample("GET /a");
        Assert.NotSame(before, cache.Read("GET /a"));
        Assert.Equal(2, cache.Snapshots);
    }

    [Fact]
    public async Task RoundTripsOfRequestsAreOnTheDashboardByRoute()
    {
        await using var application = await PerfApplication.StartAsync(
            static app =>
            {
                app.MapGet("/a/{trips}", static (int trips) =>
                {
                    for (var i = 0; i < trips; i++)
                    {
                        RoundTrips.Count("db", "SELECT 1");
                    }
                });
                app.MapPerfDashboard("/perf");
            },
            static services => services.AddRoundTripTracking());
        await application.SendAsync("GET", "/a/3");
        await application.SendAsync("GET", "/a/0");
        application.Sample("GET /a/{trips}");

        using var data = JsonDocument.Parse(await application.Client.GetStringAsync("/perf/data", Token));
        var row = data.RootElement.GetProperty("series").EnumerateArray().Single(row => row.GetProperty("name").GetString() == "GET /a/{trips}");
        Assert.Equal(1.5, row.GetProperty("roundTrips").GetDouble());
    }

    [Theory]
    [InlineData("Production", false, 1)]
    [InlineData("Production", true, 0)]
    [InlineData("Development", false, 0)]
    public async Task AnOpenDashboardInProductionIsToldOfOnce(string environment, bool isProtected, int warnings)
    {
        var log = new LogEntries();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddPerfMetrics();
        builder.Services.AddAuthorization();
        await using var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var dashboard = application.MapPerfDashboard("/perf");
        if (isProtected)
        {
            dashboard.RequireAuthorization();
        }

        await application.StartAsync(Token);

        Assert.Equal(warnings, log.Messages.Count(message => message.StartsWith("The performance dashboard at /perf is open", StringComparison.Ordinal)));
    }
}

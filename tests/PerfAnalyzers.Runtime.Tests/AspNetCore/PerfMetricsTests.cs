using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PerfAnalyzers.Runtime.AspNetCore;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.AspNetCore;

public class PerfMetricsTests
{
    [Fact]
    public async Task EveryRouteAndMethodHasItsSeries()
    {
        await using var application = await PerfApplication.StartAsync(Routes);
        await application.SendAsync("GET", "/orders/1", 3);
        await application.SendAsync("GET", "/orders/2", 2);
        await application.SendAsync("POST", "/orders/2");
        await application.SendAsync("GET", "/nowhere", 4);

        var all = application.Sample(RequestSeries.All, seconds: 2);
        Assert.Equal(10, all.Windows[^1].Count);
        Assert.Equal(5, all.Windows[^1].PerSecond);
        Assert.Equal(
            ["All requests 10", "GET (no route) 4", "GET /orders/{id} 5", "POST /orders/{id} 1"],
            application.Monitor.GetSnapshot().Series.Select(series => $"{series.Name} {series.Windows[^1].Count}"));
        Assert.All(application.Monitor.GetSnapshot().Series, series => Assert.Equal(series.Windows[^1].Count, series.Distribution!.Count));
    }

    [Fact]
    public async Task OnlyErrorsOfTheServerAreFailures()
    {
        await using var application = await PerfApplication.StartAsync(Routes);
        foreach (var status in new[] { 200, 302, 404, 499, 500, 503 })
        {
            await application.SendAsync("GET", $"/status/{status}");
        }

        await application.SendAsync("GET", "/throws");
        var window = application.Sample("GET /status/{code:int}").Windows[^1];
        Assert.Equal((6, 2, 1), (window.Count, window.Failures, window.Cancelled));
        Assert.Equal(2 / 5.0, window.ErrorRate);
        Assert.Equal(1, application.Sample("GET /throws").Windows.Sum(one => one.Failures));
        Assert.Equal(["2xx", "3xx", "499", "4xx", "5xx", "5xx"], application.Metrics.GetSeries().Select(series => series.Tag("http.response.status_code")).Order());
    }

    [Fact]
    public async Task RoutesBeyondTheBoundAreCountedTogether()
    {
        await using var application = await PerfApplication.StartAsync(
            app =>
            {
                for (var i = 0; i < 30; i++)
                {
                    app.MapGet($"/route{i}", Ok);
                }
            },
            options: options => options.MaxRoutes = 2);
        for (var i = 0; i < 30; i++)
        {
            await application.SendAsync("GET", $"/route{i}");
        }

        // 30 routes exceed even the series of the listener, 3 routes with 7 classes, whose overflow must be counted as well.
        application.Sample(RequestSeries.All);
        Assert.Equal(
            ["All requests 30", "GET /route0 1", "GET /route1 1", "Other routes 28"],
            application.Monitor.GetSnapshot().Series.Select(series => $"{series.Name} {series.Windows.Sum(window => window.Count)}"));
    }

    [Fact]
    public async Task AFullMonitorLeavesTheRestToAllRequests()
    {
        await using var application = await PerfApplication.StartAsync(Routes, services => services.AddPerfMonitoring(options => options.MaxSeries = 2));
        await application.SendAsync("GET", "/orders/1");
        await application.SendAsync("POST", "/orders/1");

        application.Sample(RequestSeries.All);
        Assert.Equal(
            ["All requests 2", "GET /orders/{id} 1"],
            application.Monitor.GetSnapshot().Series.Select(series => $"{series.Name} {series.Windows[^1].Count}"));
    }

    [Fact]
    public async Task HostsOfOneProcessAreKeptApart()
    {
        await using var one = await PerfApplication.StartAsync(Routes);
        await using var other = await PerfApplication.StartAsync(Routes);
        await one.SendAsync("GET", "/orders/1", 3);
        await other.SendAsync("GET", "/orders/1");

        Assert.Equal(3, one.Sample(RequestSeries.All).Windows[^1].Count);
        Assert.Equal(1, other.Sample(RequestSeries.All).Windows[^1].Count);
    }

    [Fact]
    public async Task AlertsNameRoutesAndRecordersStandBesideThem()
    {
        await using var application = await PerfApplication.StartAsync(Routes, services => services
            .AddLatencySeries("render")
            .AddPerfMonitoring(options => options.Rules.Add(new ErrorRateAlertRule
            {
                Name = "Orders fail",
                Series = RequestSeries.Of("GET", "status/{code:int}"),
                Threshold = 0.5,
                MinimumSamples = 2,
            })));
        await application.SendAsync("GET", "/status/500", 3);

        Assert.Equal(0, application.Sample("render").Windows[^1].Count);
        Assert.Equal(AlertState.Firing, Assert.Single(application.Monitor.GetSnapshot().Alerts).State);
    }

    [Fact]
    public async Task AddedTwiceItMeasuresOnce()
    {
        await using var application = await PerfApplication.StartAsync(Routes, services => services.AddPerfMetrics().AddPerfMetrics());
        await application.SendAsync("GET", "/orders/1");

        Assert.Equal(1, application.Sample(RequestSeries.All).Windows[^1].Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task ABoundOutOfRangeIsRefusedAtTheStart(int routes) =>
        Assert.Equal("MaxRoutes", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => PerfApplication.StartAsync(Routes, options: options => options.MaxRoutes = routes))).ParamName);

    [Theory]
    [InlineData("GET", "/a/{b}", "GET /a/{b}")]
    [InlineData("GET", "a/{b}", "GET /a/{b}")]
    [InlineData("GET", "", "GET /")]
    [InlineData("GET", null, "GET (no route)")]
    [InlineData(null, "/a", "_OTHER /a")]
    public void ARouteIsNamedByMethodAndTemplate(string? method, string? route, string name) => Assert.Equal(name, RequestSeries.Of(method, route));

    [Theory]
    [InlineData(99, null)]
    [InlineData(101, "1xx")]
    [InlineData(299, "2xx")]
    [InlineData(300, "3xx")]
    [InlineData(498, "4xx")]
    [InlineData(499, "499")]
    [InlineData(500, "5xx")]
    [InlineData(599, "5xx")]
    [InlineData(600, null)]
    public void StatusCodesAreGroupedByClass(int code, string? expected) => Assert.Equal(expected, StatusClass.Of(code));

    [Fact]
    public void ServicesMustBeThere() => Assert.Throws<ArgumentNullException>("services", () => PerfMetricsServiceCollectionExtensions.AddPerfMetrics(null!));

    private static Task Ok(HttpContext context) => context.Response.WriteAsync("ok");

    private static void Routes(WebApplication application)
    {
        application.MapGet("/orders/{id}", Ok);
        application.MapPost("/orders/{id}", Ok);
        application.MapGet("/throws", (HttpContext _) => Task.FromException(new InvalidOperationException()));
        application.MapGet("/status/{code:int}", (HttpContext context) =>
        {
            context.Response.StatusCode = int.Parse((string)context.Request.RouteValues["code"]!, System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
    }
}

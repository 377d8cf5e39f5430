using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AotSmoke;

/// <summary>The measured routes of an application, its monitor and its dashboard.</summary>
internal static class Web
{
    public static async Task RunAsync(Checks check)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddPerfMetrics();
        builder.Services.AddPerfMonitoring(options => options.Interval = TimeSpan.FromMilliseconds(100));
        await using var app = builder.Build();
        app.MapGet("/orders/{id}", context => context.Response.WriteAsync("an order"));
        app.MapPerfDashboard("/perf");
        await app.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await client.GetStringAsync("/orders/5");
        check.That((await client.GetStringAsync("/perf")).Contains("<html", StringComparison.OrdinalIgnoreCase), "the dashboard's page");

        // The monitor samples ten times a second.
        var data = "";
        for (var attempt = 0; attempt < 300 && !data.Contains("GET /orders/{id}", StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(50);
            data = await client.GetStringAsync("/perf/data");
        }

        check.That(data.Contains("GET /orders/{id}", StringComparison.Ordinal), "the dashboard's data");
        await app.StopAsync();
    }
}

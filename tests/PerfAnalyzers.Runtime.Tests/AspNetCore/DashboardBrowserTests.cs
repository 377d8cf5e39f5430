using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PerfAnalyzers.Runtime.AspNetCore;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.AspNetCore;

/// <summary>The page as a browser shows it. Skipped where no Chromium is on the path.</summary>
public class DashboardBrowserTests
{
    private const string HostileRoute = "/<img src=x onerror=document.title='taken'>";

    // The page's script has the words too, so with the element around them.
    private const string Sampled = "<p id=\"status\" role=\"status\" class=\"\">Sampled at [0-9]{2}:[0-9]{2}:[0-9]{2}, each 60 min</p>";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePageDrawsItsFigures()
    {
        await using var application = await StartAsync();
        for (var sample = 0; sample < 3; sample++)
        {
            await application.SendAsync("GET", "/a", 4);
            await application.SendAsync("GET", "/fails", 1);
            application.Sample(RequestSeries.All, seconds: 2);
        }

        var page = await Dump(application, "/perf");

        // Fifteen requests in three windows of two seconds: three points a line, and 2.5 requests a second.
        Assert.Equal(3, Points(Drawn(page, "latency", "p50 path")));
        Assert.Equal(3, Points(Drawn(page, "latency", "p99 path")));
        Assert.Equal(3, Points(Drawn(page, "throughput", "rate path")));
        Assert.InRange(Points(Drawn(page, "curve", "curve path")), 2, 30);
        Assert.Contains("requests/s <b>2.50</b>", page, StringComparison.Ordinal);
        Assert.Contains("failed/s <b>0.50</b>", page, StringComparison.Ordinal);
        Assert.Contains("requests <b>15</b>", page, StringComparison.Ordinal);
        Assert.Matches(@"Errors</span><b class=""bad"">20\.0 %</b>", page);
        Assert.Matches("class=\"alert firing\"><span class=\"state\">Firing</span><b>Too many errors</b><span>error rate of All requests: 20.0 %, limit 10.0 %", page);
        Assert.Contains("burn rate of All requests: 2.00×, limit 1.50×", page, StringComparison.Ordinal);
        Assert.Contains(">GET /fails</button>", page, StringComparison.Ordinal);
        Assert.Matches(Sampled, page);
    }

    [Fact]
    public async Task TheAddressCanNameASeriesAndHostileNamesAreText()
    {
        await using var application = await StartAsync();
        await application.SendAsync("GET", "/" + Uri.EscapeDataString(HostileRoute[1..]), 2);
        application.Sample(RequestSeries.All);

        var page = await Dump(application, "/perf#" + Uri.EscapeDataString("GET " + HostileRoute));
        Assert.Contains("<h2>GET /&lt;img src=x onerror=document.title='taken'&gt;</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("<title>Performance</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutRequestsThePageSaysSo()
    {
        await using var application = await StartAsync();
        var page = await Dump(application, "/perf#gone%");

        Assert.Equal(3, Regex.Count(page, "<div class=\"none\">No requests in this time</div>"));
        Assert.Contains("<h2>All requests</h2>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePageWorksBelowAnyPath()
    {
        await using var application = await PerfApplication.StartAsync(app =>
        {
            app.UsePathBase("/shop");
            app.UseRouting();
            app.MapGroup("/internal").MapPerfDashboard("perf");
        });

        Assert.Matches(Sampled, await Dump(application, "/shop/internal/perf/"));
    }

    private static Task<PerfApplication> StartAsync() => PerfApplication.StartAsync(
        static app =>
        {
            app.MapGet("/a", static context => context.Response.WriteAsync("ok"));
            app.MapGet("/fails", static context =>
            {
                context.Response.StatusCode = 500;
                return Task.CompletedTask;
            });
            app.MapGet(HostileRoute, static context => context.Response.WriteAsync("ok"));
            app.MapPerfDashboard("/perf");
        },
        static services => services.AddPerfMonitoring(static options =>
        {
            options.Rules.Add(new ErrorRateAlertRule { Name = "Too many errors", Series = RequestSeries.All, Threshold = 0.1, MinimumSamples = 5 });
            options.Rules.Add(new BurnRateAlertRule { Name = "Budget", Series = RequestSeries.All, Objective = 0.9, Windows = [new(1.5, 2 * Second, Second)], MinimumSamples = 5 });
        }));

    private static string Drawn(string page, string chart, string line)
    {
        var host = Regex.Match(page, $"""<div class="chart" id="{chart}">(?<svg>.*?)</svg>""", RegexOptions.Singleline).Groups["svg"].Value;
        return Regex.Match(host, $"""<path class="{line}" d="(?<d>[^"]+)">""").Groups["d"].Value;
    }

    private static int Points(string path) => Regex.Count(path, "[ML]");

    private static async Task<string> Dump(PerfApplication application, string path)
    {
        Assert.SkipUnless(Browser() is not null, "No chromium, chromium-browser or google-chrome on the path.");
        var profile = Directory.CreateTempSubdirectory("perf-dashboard-");
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(
                Browser()!,
                [
                    "--headless", "--enable-logging=stderr", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                    $"--user-data-dir={profile.FullName}", "--window-size=1200,900", "--virtual-time-budget=3000", "--dump-dom",
                    new Uri(application.Client.BaseAddress!, path).AbsoluteUri,
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = browser.StandardError.ReadToEndAsync(Token);
            var page = await browser.StandardOutput.ReadToEndAsync(Token);
            await browser.WaitForExitAsync(Token);
            Assert.True(page.Length > 0, await errors);
            Assert.DoesNotContain("CONSOLE", await errors, StringComparison.Ordinal);
            return page;
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    private static string? Browser() => (
        from name in (string[])["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        let file = Path.Combine(folder, name)
        where folder.Length > 0 && File.Exists(file)
        select file).FirstOrDefault();
}

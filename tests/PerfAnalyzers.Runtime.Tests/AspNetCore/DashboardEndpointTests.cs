using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.AspNetCore;

namespace PerfAnalyzers.Runtime.Tests.AspNetCore;

public class DashboardEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NothingIsServedUnlessMapped()
    {
        await using var application = await PerfApplication.StartAsync(static app => app.MapGet("/", Ok));

        Assert.Equal(HttpStatusCode.NotFound, (await application.Client.GetAsync("/perf", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await application.Client.GetAsync("/perf/data", Token)).StatusCode);
    }

    [Fact]
    public void MappingNeedsTheServices()
    {
        var application = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddPerfMetrics", Assert.Throws<InvalidOperationException>(() => application.MapPerfDashboard()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("endpoints", () => PerfDashboardEndpointRouteBuilderExtensions.MapPerfDashboard(null!));
        Assert.Throws<ArgumentNullException>("pattern", () => application.MapPerfDashboard(null!));
    }

    [Fact]
    public async Task ThePageAsksForNothingFromElsewhere()
    {
        await using var application = await PerfApplication.StartAsync(static app => app.MapPerfDashboard("/perf"));
        using var answer = await application.Client.GetAsync("/perf", Token);
        var page = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(["http://www.w3.org/2000/svg"], Regex.Matches(page, "https?://[^'\"` ]+").Select(match => match.Value));
        Assert.DoesNotMatch("""(src|href)="(?!data:,")|@import|url\(""", page);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.InRange(page.Length, 1_000, 40_000);
    }

    [Fact]
    public async Task TheDataAreThoseOfTheMonitor()
    {
        await using var application = await PerfApplication.StartAsync(static app =>
        {
            app.MapGet("/a", Ok);
            app.MapPerfDashboard("/perf");
        });
        await application.SendAsync("GET", "/a", 6);
        application.Sample(RequestSeries.All, seconds: 3);
        using var data = await Data(application, "/perf/data?series=GET%20%2Fa");

        Assert.Equal(["All requests", "GET /a"], data.RootElement.GetProperty("series").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        var detail = data.RootElement.GetProperty("detail");
        Assert.Equal("GET /a", detail.GetProperty("name").GetString());
        Assert.Equal(2, detail.GetProperty("windows")[0].GetProperty("perSecond").GetDouble());
        Assert.Equal(6, detail.GetProperty("curve").GetProperty("countAtOrBelow").EnumerateArray().Last().GetInt64());
        Assert.Equal(3600, data.RootElement.GetProperty("sampleInterval").GetDouble());
        Assert.Equal(1893553448, data.RootElement.GetProperty("sampledAt").GetDouble());
    }

    [Fact]
    public async Task WithoutRequestOrWithAnUnknownSeriesThereAreDataToo()
    {
        await using var application = await PerfApplication.StartAsync(static app => app.MapPerfDashboard("/perf"));
        using var first = await Data(application, "/perf/data");
        using var unknown = await Data(application, "/perf/data?series=%00%3Cscript%3E");

        Assert.Equal("All requests", first.RootElement.GetProperty("detail").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, first.RootElement.GetProperty("series")[0].GetProperty("p99").ValueKind);
        Assert.Equal(JsonValueKind.Null, unknown.RootElement.GetProperty("detail").ValueKind);
    }

    [Fact]
    public async Task LookingIsNotMeasured()
    {
        await using var application = await PerfApplication.StartAsync(static app =>
        {
            app.MapGet("/a", Ok);
            app.MapPerfDashboard("/perf");
        });
        await application.Client.GetAsync("/perf", Token);
        await application.Client.GetAsync("/perf/data", Token);
        await application.SendAsync("GET", "/a");

        Assert.Equal("GET /a", RequestSeries.Of("GET", Assert.Single(application.Metrics.GetSeries()).Tag("http.route") as string));
    }

    [Fact]
    public async Task AuthorizationHoldsForThePageAndForItsData()
    {
        await using var application = await PerfApplication.StartAsync(
            static app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapPerfDashboard("/perf").RequireAuthorization("operators");
            },
            static services =>
            {
                services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, NameInHeader>("test", null);
                services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireRole("operator"));
            });

        foreach (var path in new[] { "/perf", "/perf/data" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(path, role: null));
            Assert.Equal(HttpStatusCode.Forbidden, await Status(path, "visitor"));
            Assert.Equal(HttpStatusCode.OK, await Status(path, "operator"));
        }

        async Task<HttpStatusCode> Status(string path, string? role)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("x-role", role is null ? [] : [role]);
            using var answer = await application.Client.SendAsync(request, Token);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("admin/perf")]
    [InlineData("/admin/perf/")]
    public async Task AnyPathWillDoAlsoInAGroup(string pattern)
    {
        await using var application = await PerfApplication.StartAsync(app => app.MapGroup("/internal").MapPerfDashboard(pattern));
        var path = $"/internal/{pattern.Trim('/')}".TrimEnd('/');

        Assert.Contains("<title>Performance</title>", await application.Client.GetStringAsync(path, Token), StringComparison.Ordinal);
        Assert.Contains("<title>Performance</title>", await application.Client.GetStringAsync(path + "/", Token), StringComparison.Ordinal);
        Assert.StartsWith("{", await application.Client.GetStringAsync(path + "/data", Token), StringComparison.Ordinal);
    }

    private static Task Ok(HttpContext context) => context.Response.WriteAsync("ok");

    private static async Task<JsonDocument> Data(PerfApplication application, string path)
    {
        using var answer = await application.Client.GetAsync(path, Token);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Believes whoever names a role.</summary>
    private sealed class NameInHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["x-role"].FirstOrDefault() is { } role
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test")), "test"))
            : AuthenticateResult.NoResult());
    }
}

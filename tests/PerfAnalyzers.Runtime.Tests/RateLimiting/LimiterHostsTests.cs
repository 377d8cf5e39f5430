using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PerfAnalyzers.Runtime.RateLimiting;
using Polly;
using Polly.RateLimiting;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

/// <summary>The limiter is taken by those who take a RateLimiter.</summary>
public sealed class LimiterHostsTests
{
    private static readonly AdaptiveConcurrencyLimiterOptions TwoAtATime = new() { MinLimit = 2, InitialLimit = 2, MaxLimit = 2 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PollyHoldsTheLeaseWhileTheCallRuns()
    {
        using var limiter = new AdaptiveConcurrencyLimiter(TwoAtATime);
        var pipeline = new ResiliencePipelineBuilder().AddRateLimiter(limiter).Build();
        var release = new TaskCompletionSource();

        var running = Enumerable.Range(0, 2).Select(_ => pipeline.ExecuteAsync(async _ => await release.Task, Token).AsTask()).ToList();
        Assert.Equal(2, limiter.GetSnapshot().Active);
        await Assert.ThrowsAsync<RateLimiterRejectedException>(() => pipeline.ExecuteAsync(_ => default, Token).AsTask());
        release.SetResult();
        await Task.WhenAll(running);

        Assert.Equal((0, 2, 1), (limiter.GetSnapshot().Active, limiter.GetSnapshot().Latency.Count, limiter.GetSnapshot().Refused));
    }

    [Fact]
    public async Task AspNetCoreHoldsTheLeaseWhileTheRequestRuns()
    {
        AdaptiveConcurrencyLimiter? limiter = null;
        var arrived = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.Get("all", _ => limiter = new(TwoAtATime)));
        });
        await using var application = builder.Build();
        application.UseRateLimiter();
        application.MapGet("/", async () =>
        {
            arrived.Release();
            await release.Task;
            return "done";
        });
        await application.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };

        var running = Enumerable.Range(0, 2).Select(_ => client.GetStringAsync("/", Token)).ToList();
        await arrived.WaitAsync(Token);
        await arrived.WaitAsync(Token);
        using var refused = await client.GetAsync("/", Token);
        release.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(["done", "done"], await Task.WhenAll(running));
        await application.StopAsync(Token);
        Assert.Equal((0, 2, 2), (limiter!.GetSnapshot().Active, limiter.GetSnapshot().Acquired, limiter.GetSnapshot().Latency.Count));
    }
}

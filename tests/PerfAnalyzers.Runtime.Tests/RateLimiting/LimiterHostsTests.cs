using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PerfAnalyzers.Runtime.AspNetCore;
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
    public async Task ACallOfPollyFindsItsLease()
    {
        using var limiter = new AdaptiveConcurrencyLimiter(new() { InitialLimit = 20, MinSamples = 1, Window = TimeSpan.Zero });
        var key = new ResiliencePropertyKey<AdaptiveConcurrencyLease>("lease");
        var pipeline = new ResiliencePipelineBuilder()
            .AddRateLimiter(new RateLimiterStrategyOptions
            {
                RateLimiter = async arguments =>
                {
                    var lease = await limiter.AcquireAsync(1, arguments.Context.CancellationToken);
                    arguments.Context.Properties.Set(key, (AdaptiveConcurrencyLease)lease);
                    return lease;
                },
            })
            .Build();

        var context = ResilienceContextPool.Shared.Get(Token);
        await pipeline.ExecuteAsync(
            call =>
            {
                call.Properties.GetValue(key, null!).ReportOverload();
                return default;
            },
            context);

        Assert.Equal(18, limiter.Limit);
    }

    // What an outage answers is fast: it must be neither latency without load nor a reason to refuse.
    [Theory, InlineData(500, 0, 20), InlineData(503, 1, 18), InlineData(200, 1, 20)]
    public async Task TheLimiterOfRequestsLearnsFromTheirAnswers(int status, int measured, int limit)
    {
        var limiter = new AdaptiveConcurrencyLimiter(new() { InitialLimit = 20, MinSamples = 1, Window = TimeSpan.Zero, Algorithm = ConcurrencyAlgorithm.Aimd });
        await using var requests = limiter.ForRequests();
        var context = new DefaultHttpContext();

        using (var lease = await requests.AcquireAsync(context, 1, Token))
        {
            Assert.True(lease.IsAcquired);
            Assert.Equal(1, limiter.GetSnapshot().Active);
            Assert.NotNull(context.Features.Get<AdaptiveConcurrencyLease>());
            context.Response.StatusCode = status;
        }

        var snapshot = limiter.GetSnapshot();
        Assert.Equal((0, limit, measured), (snapshot.Active, snapshot.Limit, snapshot.Latency.Count));
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
            limiter = new(TwoAtATime);
            options.GlobalLimiter = limiter.ForRequests();
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

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.Caching;
using PerfAnalyzers.Runtime.Hosting.Caching;
using PerfAnalyzers.Runtime.Hosting.Profiles;
using PerfAnalyzers.Runtime.RateLimiting;

namespace AotSmoke;

/// <summary>Profiles, caches and limits in a host.</summary>
internal static class Hosted
{
    public static async Task RunAsync(Checks check)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Performance:Profile"] = "Throughput",
            ["Performance:MaxBatchDelay"] = "00:00:00",
            ["Performance:Compression"] = "Fastest",
        });
        builder.Services.AddPerformanceProfile(builder.Configuration.GetSection("Performance"));
        using var host = builder.Build();
        await host.StartAsync();
        var cacheMeter = new CacheMeter();
        var cache = new DictionaryCache();
        for (var i = 0; i < 2; i++)
            await cache.WithMeter(cacheMeter).GetOrCreateAsync("key", _ => ValueTask.FromResult("value"));
        check.That(cacheMeter.GetSnapshot().HitRatio == 0.5, "a metered HybridCache");

        await using var pipeline = PerformancePipeline.AroundBatches<int, string>(
            (requests, _) => ValueTask.FromResult<IReadOnlyList<string>>(requests.Select(request => $"<{request}>").ToArray()),
            PerformanceProfile.Latency,
            new() { Cache = cache.ForPipeline<int, string>(request => $"request:{request}") });
        using var following = pipeline.Follow(host.Services.GetRequiredService<IOptionsMonitor<PerformanceProfile>>());
        check.That(pipeline.Profile.Name == "Throughput", "a profile from configuration");
        check.That(await pipeline.ProcessAsync(7, CancellationToken.None) == "<7>", "a pipeline");
        await host.StopAsync();

        await using var limiter = new AdaptiveConcurrencyLimiter(new() { MinLimit = 1, InitialLimit = 1 });
        using var first = limiter.AttemptAcquire();
        using var second = limiter.AttemptAcquire();
        check.That(first.IsAcquired && !second.IsAcquired, "an adaptive concurrency limiter");
    }
}

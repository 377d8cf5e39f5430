using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using PerfAnalyzers.Runtime.Caching;
using PerfAnalyzers.Runtime.Hosting.Caching;

namespace PerfAnalyzers.Runtime.Tests.Caching;

public sealed class MeteredCacheTests
{
    private readonly CacheMeter _meter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AHybridCacheRunsOneLoadOfAHundredCallers()
    {
        await using var services = Hybrid();
        var cache = services.GetRequiredService<HybridCache>().WithMeter(_meter);
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, 100)
            .Select(_ => cache.GetOrCreateAsync("key", async _ => await gate.Task, cancellationToken: Token).AsTask())
            .ToArray();
        gate.SetResult(5);

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal(5, value));
        Assert.Equal(5, await cache.GetOrCreateAsync("key", _ => new ValueTask<int>(6), cancellationToken: Token));

        var snapshot = _meter.GetSnapshot();
        Assert.Equal((1, 1, 99), (snapshot.Hits.Count, snapshot.Misses.Count, snapshot.Waited.Count));
        Assert.Equal(1, snapshot.Loads.Succeeded.Count);
    }

    [Fact]
    public async Task WhatIsSetIsHitAndWhatIsRemovedIsMissed()
    {
        await using var services = Hybrid();
        var cache = services.GetRequiredService<HybridCache>().WithMeter(_meter);
        await cache.SetAsync("a", 1, tags: ["tag"], cancellationToken: Token);
        await cache.SetAsync("b", 2, cancellationToken: Token);
        Assert.Equal(1, await Get(cache, "a"));
        Assert.Equal(2, await Get(cache, "b"));
        await cache.RemoveByTagAsync("tag", Token);
        await cache.RemoveByTagAsync(["none"], Token);
        await cache.RemoveAsync("b", Token);
        await cache.RemoveAsync(["c", "d"], Token);
        Assert.Equal(0, await Get(cache, "a"));
        Assert.Equal(0, await Get(cache, "b"));

        Assert.Equal(0.5, _meter.GetSnapshot().HitRatio);
    }

    [Fact]
    public async Task AGetThatMayNotLoadIsPassedOnUnmeasured()
    {
        await using var services = Hybrid();
        var cache = services.GetRequiredService<HybridCache>().WithMeter(_meter);

        var value = await cache.GetOrCreateAsync(
            "key", _ => new ValueTask<string>("made"), new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData }, cancellationToken: Token);

        Assert.Null(value);
        Assert.Equal(0, _meter.GetSnapshot().Gets);
    }

    [Fact]
    public async Task AMemoryCacheLetsEveryCallerLoad()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var cache = memory.WithMeter(_meter);
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, 100).Select(_ => cache.GetOrCreateAsync("key", _ => gate.Task).AsTask()).ToArray();
        gate.SetResult(5);

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal(5, value));
        Assert.Equal(5, await cache.GetOrCreateAsync("key", _ => Task.FromResult(6)));

        var snapshot = _meter.GetSnapshot();
        Assert.Equal((1, 100, 0), (snapshot.Hits.Count, snapshot.Misses.Count, snapshot.Waited.Count));
    }

    [Fact]
    public void TheFactoryOfAMemoryCacheSetsTheEntry()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var cache = memory.WithMeter(_meter);

        for (var i = 0; i < 2; i++)
            Assert.Equal("made", cache.GetOrCreate("key", entry => { entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromTicks(1); return "made"; }));
        for (var i = 0; i < 2; i++)
            Assert.Equal("kept", cache.GetOrCreate("other", _ => "kept"));

        Assert.Equal((1, 3), (_meter.GetSnapshot().Hits.Count, _meter.GetSnapshot().Misses.Count));
    }

    [Fact]
    public void MissingArgumentsAreNamed()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        Assert.Equal("meter", Assert.Throws<ArgumentNullException>(() => memory.WithMeter(null!)).ParamName);
        Assert.Equal("cache", Assert.Throws<ArgumentNullException>(() => ((HybridCache)null!).WithMeter(_meter)).ParamName);
        Assert.Equal("factory", Assert.Throws<ArgumentNullException>(() => memory.WithMeter(_meter).GetOrCreate<int>("key", null!)).ParamName);
    }

    private static ValueTask<int> Get(HybridCache cache, string key) =>
        cache.GetOrCreateAsync(key, _ => new ValueTask<int>(0), cancellationToken: Token);

    private static ServiceProvider Hybrid()
    {
        var services = new ServiceCollection();
        services.AddHybridCache();
        return services.BuildServiceProvider();
    }
}

using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Hosting.Profiles;
using PerfAnalyzers.Runtime.Planning.TradeOffs;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Profiles;

public sealed class PerformancePipelineTests
{
    private static readonly PerformanceProfile Narrow = PerformanceProfile.Latency with
    {
        MaxBatchSize = 2,
        MaxConcurrency = 2,
        QueueLimit = 3,
        CacheLifetime = TimeSpan.FromMinutes(1),
    };

    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePoolAndTheProfileLimitTheCallsAndTheQueue()
    {
        var gate = new TaskCompletionSource();
        await using var pipeline = PerformancePipeline.Around<int, int>(async (request, _) => { await gate.Task; return request * 2; }, Narrow, timeProvider: _clock);
        var running = Enumerable.Range(1, 5).Select(i => pipeline.ProcessAsync(i, Token).AsTask()).ToArray();

        await Assert.ThrowsAsync<PipelineQueueFullException>(async () => await pipeline.ProcessAsync(6, Token));
        var busy = pipeline.GetSnapshot();
        Assert.Equal((2, 3, 1), (busy.Active, busy.Queued, busy.Rejected));

        _clock.Advance(TimeSpan.FromSeconds(1));
        gate.SetResult();
        Assert.Equal(Enumerable.Range(1, 5).Select(i => i * 2), await Task.WhenAll(running));

        var snapshot = pipeline.GetSnapshot();
        Assert.Equal((0, 0), (snapshot.Active, snapshot.Queued));
        Assert.Equal((5, 1), (snapshot.Latency.Succeeded.Count, snapshot.Latency.Failed.Count));
        Assert.Equal(5, snapshot.Queueing.Count);
        Assert.Equal(2, snapshot.Queueing.ZeroCount);
        Assert.Equal(5, snapshot.Handling.Succeeded.Count);
        Assert.Equal(5, snapshot.Throughput.Total);
        Assert.Equal(6, snapshot.Arrivals.Total);
    }

    [Fact]
    public async Task AWiderProfileLetsWaitingRequestsIn()
    {
        var gate = new TaskCompletionSource();
        await using var pipeline = PerformancePipeline.Around<int, int>(async (request, _) => { await gate.Task; return request; }, Narrow);
        var running = Enumerable.Range(1, 5).Select(i => pipeline.ProcessAsync(i, Token).AsTask()).ToArray();

        pipeline.Apply(Narrow with { MaxConcurrency = 4 });
        Assert.Equal((4, 1), (pipeline.GetSnapshot().Active, pipeline.GetSnapshot().Queued));
        pipeline.Apply(Narrow with { MaxConcurrency = 1 });
        Assert.Equal(4, pipeline.GetSnapshot().Active);
        Assert.Equal(2, pipeline.GetSnapshot().ProfileChanges);
        gate.SetResult();

        Assert.Equal(Enumerable.Range(1, 5), await Task.WhenAll(running));
    }

    [Fact]
    public async Task ARequestThatIsGivenUpLeavesItsPlace()
    {
        var gate = new TaskCompletionSource();
        await using var pipeline = PerformancePipeline.Around<int, int>(async (request, _) => { await gate.Task; return request; }, Narrow with { MaxConcurrency = 1 });
        using var source = new CancellationTokenSource();
        var first = pipeline.ProcessAsync(1, Token).AsTask();
        var second = pipeline.ProcessAsync(2, source.Token).AsTask();
        var third = pipeline.ProcessAsync(3, Token).AsTask();
        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(1, pipeline.GetSnapshot().Queued);
        gate.SetResult();
        Assert.Equal(4, (await Task.WhenAll(first, third)).Sum());
        Assert.Equal((2, 1), (pipeline.GetSnapshot().Latency.Succeeded.Count, pipeline.GetSnapshot().Latency.Cancelled.Count));
    }

    [Fact]
    public async Task RequestsAreHandledInBatches()
    {
        var gate = new TaskCompletionSource();
        var sizes = new ConcurrentQueue<int>();
        await using var pipeline = PerformancePipeline.AroundBatches<int, int>(
            async (requests, _) =>
            {
                sizes.Enqueue(requests.Count);
                await gate.Task;
                return requests.Select(request => request * 2).ToArray();
            },
            Narrow with { MaxConcurrency = 1, MaxBatchSize = 10, QueueLimit = 100 });
        var running = Enumerable.Range(1, 31).Select(i => pipeline.ProcessAsync(i, Token).AsTask()).ToArray();
        gate.SetResult();

        Assert.Equal(Enumerable.Range(1, 31).Select(i => i * 2), await Task.WhenAll(running));
        var snapshot = pipeline.GetSnapshot();
        Assert.Equal(31, sizes.Sum());
        Assert.True(sizes.All(size => size <= 10));
        Assert.Equal((sizes.Count, 31), (snapshot.Batches, snapshot.BatchedRequests));
        Assert.Equal(31.0 / sizes.Count, snapshot.MeanBatchSize);
        Assert.Equal(31, snapshot.Queueing.Count);
    }

    [Fact]
    public async Task NoRequestIsLostWhileProfilesOfABatchHandlerChange()
    {
        await using var pipeline = PerformancePipeline.AroundBatches<int, int>(
            async (requests, _) =>
            {
                await Task.Yield();
                return requests.ToArray();
            },
            PerformanceProfile.Throughput with { MaxBatchDelay = TimeSpan.Zero });
        var changing = Task.Run(async () =>
        {
            for (var i = 1; i <= 200; i++)
            {
                pipeline.Apply(PerformanceProfile.Throughput with { MaxBatchSize = i, MaxBatchDelay = TimeSpan.Zero });
                await Task.Yield();
            }
        }, Token);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5_000).Select(i => Task.Run(async () => await pipeline.ProcessAsync(i, Token), Token)));
        await changing;

        Assert.Equal(Enumerable.Range(0, 5_000), answers);
        Assert.Equal(200, pipeline.GetSnapshot().ProfileChanges);
        Assert.Equal(5_000, pipeline.GetSnapshot().BatchedRequests);
    }

    [Fact]
    public async Task AFullBatchQueueRefuses()
    {
        var gate = new TaskCompletionSource();
        await using var pipeline = PerformancePipeline.AroundBatches<int, int>(
            async (requests, _) => { await gate.Task; return requests.ToArray(); },
            Narrow with { MaxConcurrency = 1, MaxBatchSize = 1, QueueLimit = 1 });
        var answers = new List<Task<int>>();
        var refused = 0;
        for (var i = 0; i < 50; i++)
        {
            var answer = pipeline.ProcessAsync(i, Token).AsTask();
            if (answer.IsFaulted)
                refused++;
            else
                answers.Add(answer);
        }

        gate.SetResult();
        await Task.WhenAll(answers);
        Assert.InRange(refused, 40, 49);
        Assert.Equal(refused, pipeline.GetSnapshot().Rejected);
    }

    [Fact]
    public async Task HitsCostNoCallAndProfilesWithoutLifetimeDoNotCache()
    {
        var calls = 0;
        var cached = new ConcurrentDictionary<(string, TimeSpan), int>();
        var cache = new PipelineCache<int, int>(
            request => $"{request}",
            async (key, lifetime, load, token) => cached.TryGetValue((key, lifetime), out var value) ? value : cached[(key, lifetime)] = await load(token));
        await using var pipeline = PerformancePipeline.Around<int, int>(
            (request, _) => new ValueTask<int>(request + Interlocked.Increment(ref calls)), Narrow, new() { Cache = cache });

        Assert.Equal(11, await pipeline.ProcessAsync(10, Token));
        Assert.Equal(11, await pipeline.ProcessAsync(10, Token));
        Assert.Equal(0.5, pipeline.GetSnapshot().Cache.HitRatio);
        Assert.Equal((("10", TimeSpan.FromMinutes(1)), 11), cached.Select(pair => (pair.Key, pair.Value)).Single());

        pipeline.Apply(Narrow with { CacheLifetime = TimeSpan.Zero });
        Assert.Equal(12, await pipeline.ProcessAsync(10, Token));
        Assert.Equal(2, pipeline.GetSnapshot().Cache.Gets);
        Assert.Equal(3, pipeline.GetSnapshot().Latency.Succeeded.Count);
    }

    [Fact]
    public async Task ResultsAreCompressedAtTheLevelOfTheProfile()
    {
        await using var pipeline = PerformancePipeline.Around<int, string>(
            (request, _) => new ValueTask<string>($"{request}"), Narrow, new() { Compress = (result, level) => $"{level}({result})" });

        Assert.Equal("1", await pipeline.ProcessAsync(1, Token));
        pipeline.Apply(Narrow with { Compression = CompressionLevel.Optimal });
        Assert.Equal("Optimal(1)", await pipeline.ProcessAsync(1, Token));
        Assert.Equal(1, pipeline.GetSnapshot().Compressing.Count);
    }

    // A profile that changes must not hand the bytes of one compression to readers of another.
    [Fact]
    public async Task ResultsOfAnotherCompressionAreCachedApart()
    {
        var cached = new ConcurrentDictionary<string, string>();
        var cache = new PipelineCache<int, string>(
            request => $"{request}", async (key, _, load, token) => cached.TryGetValue(key, out var value) ? value : cached[key] = await load(token));
        await using var pipeline = PerformancePipeline.Around<int, string>(
            (request, _) => new ValueTask<string>($"{request}"), Narrow, new() { Cache = cache, Compress = (result, level) => $"{level}({result})" });

        Assert.Equal("1", await pipeline.ProcessAsync(1, Token));
        pipeline.Apply(Narrow with { Compression = CompressionLevel.Fastest });
        Assert.Equal("Fastest(1)", await pipeline.ProcessAsync(1, Token));
        Assert.Equal("Fastest(1)", await pipeline.ProcessAsync(1, Token));
        pipeline.Apply(Narrow);
        Assert.Equal("1", await pipeline.ProcessAsync(1, Token));
        Assert.Equal(["1", "Fastest:1"], cached.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FailuresArePassedOnAndRecorded()
    {
        await using var pipeline = PerformancePipeline.Around<int, int>((_, _) => throw new TimeoutException(), Narrow);

        await Assert.ThrowsAsync<TimeoutException>(async () => await pipeline.ProcessAsync(1, Token));
        var snapshot = pipeline.GetSnapshot();
        Assert.Equal((1, 1, 0), (snapshot.Latency.Failed.Count, snapshot.Handling.Failed.Count, snapshot.Throughput.Total));
        Assert.Equal(0, snapshot.Active);
    }

    [Fact]
    public async Task TheVerdictIsThatOfTheWindow()
    {
        var takes = TimeSpan.FromMilliseconds(500);
        await using var pipeline = PerformancePipeline.Around<int, int>(
            (request, _) => { _clock.Advance(takes); return new ValueTask<int>(request); }, Narrow, timeProvider: _clock);
        var targets = new PerformanceTargets { MaxLatency = TimeSpan.FromMilliseconds(100), Percentile = 50, MinThroughputPerSecond = 10 };
        for (var i = 0; i < 20; i++)
            await pipeline.ProcessAsync(i, Token);
        var earlier = pipeline.GetSnapshot();
        takes = TimeSpan.FromMilliseconds(50);
        for (var i = 0; i < 40; i++)
            await pipeline.ProcessAsync(i, Token);

        Assert.Equal(VerdictKind.Latency, earlier.Evaluate(targets).Kind);
        Assert.Equal(VerdictKind.Met, pipeline.GetSnapshot().Evaluate(targets, earlier).Kind);
    }

    [Fact]
    public async Task ADisposedPipelineRefuses()
    {
        var pipeline = PerformancePipeline.AroundBatches<int, int>((requests, _) => new ValueTask<IReadOnlyList<int>>(requests.ToArray()), Narrow);
        Assert.Equal(1, await pipeline.ProcessAsync(1, Token));
        await pipeline.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await pipeline.ProcessAsync(2, Token));
        Assert.Throws<ObjectDisposedException>(() => pipeline.Apply(PerformanceProfile.Balanced));
    }

    [Fact]
    public async Task AnInvalidProfileChangesNothing()
    {
        await using var pipeline = PerformancePipeline.Around<int, int>((request, _) => new ValueTask<int>(request), Narrow);

        Assert.Equal("PoolSize", Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Apply(Narrow with { PoolSize = 0 })).ParamName);
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(() => pipeline.Apply(null!)).ParamName);
        pipeline.Apply(Narrow with { });
        Assert.Same(Narrow, pipeline.Profile);
        Assert.Equal(0, pipeline.GetSnapshot().ProfileChanges);
        Assert.Equal("handler", Assert.Throws<ArgumentNullException>(() => PerformancePipeline.Around<int, int>(null!, Narrow)).ParamName);
        Assert.Equal("handler", Assert.Throws<ArgumentNullException>(() => PerformancePipeline.AroundBatches<int, int>(null!, Narrow)).ParamName);
    }
}

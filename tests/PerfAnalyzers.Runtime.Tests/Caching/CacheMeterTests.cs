using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Caching;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Caching;

public sealed class CacheMeterTests
{
    private static readonly TimeSpan Lookup = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LoadTime = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, int> _cache = new();
    private readonly CacheMeter _meter;

    public CacheMeterTests() => _meter = new CacheMeter(timeProvider: _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARunOfTheLoadIsAMissAndTheNextGetAHit()
    {
        Assert.Equal(4, await Get("four"));
        Assert.Equal(4, await Get("four"));
        Assert.Equal(4, await Get("four"));

        var snapshot = _meter.GetSnapshot();
        Assert.Equal((2, 1, 0, 0), (snapshot.Hits.Count, snapshot.Misses.Count, snapshot.Waited.Count, snapshot.Failed.Count));
        Assert.Equal(2 / 3.0, snapshot.HitRatio);
        Assert.Equal(1 / 3.0, snapshot.LoadRatio);
        Near(Lookup, snapshot.Hits.Mean);
        Near(Lookup + LoadTime, snapshot.Misses.Mean);
        Near(LoadTime, snapshot.Loads.Succeeded.Mean);
    }

    [Fact]
    public async Task AWindowIsTheDifferenceOfTwoSnapshots()
    {
        await Get("one");
        var earlier = _meter.GetSnapshot();
        await Get("one");
        await Get("one");

        var window = _meter.GetSnapshot().Subtract(earlier);

        Assert.Equal(1, window.HitRatio);
        Assert.Equal(0, earlier.HitRatio);
        Assert.Equal(2, window.Gets);
        Assert.Equal(0, window.Loads.All.Count);
    }

    [Fact]
    public void WithoutGetsThereIsNoRatio()
    {
        var snapshot = _meter.GetSnapshot();

        Assert.Equal(double.NaN, snapshot.HitRatio);
        Assert.Equal(double.NaN, snapshot.LoadRatio);
        Assert.False(snapshot.HitRatio >= 0);
    }

    [Fact]
    public async Task CallersOfASharedLoadWait()
    {
        var shared = new Shared();
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, 5).Select(_ => GetShared(shared, gate.Task)).ToArray();
        gate.SetResult(7);

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal(7, value));
        var snapshot = _meter.GetSnapshot();
        Assert.Equal((0, 1, 4), (snapshot.Hits.Count, snapshot.Misses.Count, snapshot.Waited.Count));
        Assert.Equal(0.2, snapshot.LoadRatio);
    }

    [Fact]
    public async Task ACallerThatCameBeforeTheLoadBeganWaitsToo()
    {
        var value = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var early = _meter.GetOrCreateAsync("key", (_, _, _) => new ValueTask<int>(value.Task), _ => new ValueTask<int>(0), Token).AsTask();
        Assert.Equal(1, await _meter.GetOrCreateAsync("key", (_, load, token) => load(token), _ => new ValueTask<int>(1), Token));
        value.SetResult(1);

        Assert.Equal(1, await early);
        Assert.Equal((0, 1, 1), Counts());
    }

    [Fact]
    public async Task AnAnswerAtOnceIsAHitEvenWhileAnotherCallRefreshes()
    {
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var refresh = _meter.GetOrCreateAsync("key", (_, load, token) => load(token), _ => new ValueTask<int>(gate.Task), Token).AsTask();

        Assert.Equal(3, await _meter.GetOrCreateAsync("key", (_, _, _) => new ValueTask<int>(3), _ => new ValueTask<int>(0), Token));
        gate.SetResult(1);
        await refresh;

        Assert.Equal((1, 1, 0), Counts());
    }

    [Fact]
    public async Task ALateAnswerWithoutAnyLoadIsAHitOfAFurtherLevel()
    {
        var other = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loading = _meter.GetOrCreateAsync("other", (_, load, token) => load(token), _ => new ValueTask<int>(other.Task), Token).AsTask();

        var late = _meter.GetOrCreateAsync("key", async (_, _, _) => { await Task.Yield(); return 3; }, _ => new ValueTask<int>(0), Token);
        Assert.Equal(3, await late);
        other.SetResult(1);
        await loading;

        Assert.Equal((1, 1, 0), Counts());
    }

    [Fact]
    public async Task AFailedLoadIsAMissAndItsWaiterWaited()
    {
        var shared = new Shared();
        var gate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = new[] { GetShared(shared, gate.Task), GetShared(shared, gate.Task) };
        gate.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => callers[0]);
        await Assert.ThrowsAsync<TimeoutException>(() => callers[1]);
        Assert.Equal((0, 1, 1), Counts());
        Assert.Equal(1, _meter.GetSnapshot().Loads.Failed.Count);
    }

    [Fact]
    public async Task ACacheThatThrowsIsNeitherHitNorMiss()
    {
        await Assert.ThrowsAsync<TimeoutException>(async () =>
            await _meter.GetOrCreateAsync<string, int>("key", (_, _, _) => throw new TimeoutException(), _ => new ValueTask<int>(1), Token));
        await Assert.ThrowsAsync<TimeoutException>(async () =>
            await _meter.GetOrCreateAsync<string, int>("key", async (_, _, _) => { await Task.Yield(); throw new TimeoutException(); }, _ => new ValueTask<int>(1), Token));
        Assert.Throws<TimeoutException>(() => _meter.GetOrCreate<string, int>("key", (_, _) => throw new TimeoutException(), () => 1));

        Assert.Equal(3, _meter.GetSnapshot().Failed.Count);
        Assert.Equal(0, _meter.GetSnapshot().Gets);
    }

    [Fact]
    public async Task ACancelledLoadIsRecordedAsSuch()
    {
        using var source = new CancellationTokenSource();
        var get = _meter.GetOrCreateAsync(
            "key",
            (_, load, token) => load(token),
            async token => { await Task.Delay(Timeout.Infinite, token); return 1; },
            source.Token).AsTask();
        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
        Assert.Equal(1, _meter.GetSnapshot().Loads.Cancelled.Count);
        Assert.Equal((0, 1, 0), Counts());
    }

    [Fact]
    public void BlockingLoadsAreMeasuredAlike()
    {
        var cache = new ConcurrentDictionary<int, string>();
        for (var i = 0; i < 3; i++)
            Assert.Equal("7", _meter.GetOrCreate(7, (key, load) => cache.GetOrAdd(key, _ => load()), () => { _clock.Advance(LoadTime); return "7"; }));

        Assert.Equal((2, 1, 0), Counts());
        Near(LoadTime, _meter.GetSnapshot().Loads.Succeeded.Mean);
        Assert.Throws<TimeoutException>(() => _meter.GetOrCreate<int, int>(8, (_, load) => load(), () => throw new TimeoutException()));
        Assert.Equal(2, _meter.GetSnapshot().Misses.Count);
    }

    [Fact]
    public async Task ABlockedCallerOfASharedLoadWaits()
    {
        using var begun = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var loader = Task.Run(() => _meter.GetOrCreate("key", (_, load) => load(), () => { begun.Set(); end.Wait(Token); return 1; }), Token);
        begun.Wait(Token);

        var waiter = _meter.GetOrCreate("key", (_, _) => { end.Set(); return loader.GetAwaiter().GetResult(); }, () => 2);

        Assert.Equal((1, 0, 1, 1), (waiter, _meter.GetSnapshot().Hits.Count, _meter.GetSnapshot().Misses.Count, _meter.GetSnapshot().Waited.Count));
    }

    [Fact]
    public async Task EveryGetCountsOnceUnderContention()
    {
        var meter = new CacheMeter();
        var loads = 0;
        var cache = new ConcurrentDictionary<int, Lazy<Task<int>>>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (i, token) =>
        {
            var key = i % 500;
            await meter.GetOrCreateAsync(
                key,
                (key, load, token) => new ValueTask<int>(cache.GetOrAdd(key, _ => new(() => load(token).AsTask())).Value),
                async _ =>
                {
                    Interlocked.Increment(ref loads);
                    await Task.Yield();
                    return key;
                },
                token);
        });

        var snapshot = meter.GetSnapshot();
        Assert.Equal(20_000, snapshot.Gets);
        Assert.Equal(500, loads);
        Assert.Equal(500, snapshot.Misses.Count);
        Assert.Equal(500, snapshot.Loads.Succeeded.Count);
    }

    [Fact]
    public void OutcomesMeasuredElsewhereAreRecorded()
    {
        _meter.Record(Lookup, CacheOutcome.Hit);
        var start = _clock.GetTimestamp();
        _clock.Advance(LoadTime);
        _meter.RecordSince(start, CacheOutcome.Miss);
        _meter.Loads.Record(LoadTime, LatencyOutcome.Success);

        Assert.Equal((1, 1, 0), Counts());
        Assert.Equal("outcome", Assert.Throws<ArgumentOutOfRangeException>(() => _meter.Record(Lookup, (CacheOutcome)4)).ParamName);
    }

    [Fact]
    public void MissingArgumentsAreNamed()
    {
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => _meter.GetOrCreate<string, int>(null!, (_, load) => load(), () => 1)).ParamName);
        Assert.Equal("getOrCreate", Assert.Throws<ArgumentNullException>(() => _meter.GetOrCreate("key", null!, () => 1)).ParamName);
        Assert.Equal("load", Assert.Throws<ArgumentNullException>(() => { _meter.GetOrCreateAsync<string, int>("key", (_, load, token) => load(token), null!, Token); }).ParamName);
        Assert.Equal("earlier", Assert.Throws<ArgumentNullException>(() => _meter.GetSnapshot().Subtract(null!)).ParamName);
    }

    private static void Near(TimeSpan expected, TimeSpan? actual) =>
        Assert.Equal(expected.TotalMilliseconds, actual!.Value.TotalMilliseconds, expected.TotalMilliseconds * 0.003);

    private ValueTask<int> Get(string key) => _meter.GetOrCreateAsync(
        key,
        async (key, load, token) =>
        {
            _clock.Advance(Lookup);
            return _cache.TryGetValue(key, out var value) ? value : _cache[key] = await load(token);
        },
        _ =>
        {
            _clock.Advance(LoadTime);
            return new ValueTask<int>(key.Length);
        },
        Token);

    private Task<int> GetShared(Shared shared, Task<int> value) => _meter.GetOrCreateAsync(
        "key",
        (_, load, token) => new ValueTask<int>(shared.Load ??= load(token).AsTask()),
        _ => new ValueTask<int>(value),
        Token).AsTask();

    private (long Hits, long Misses, long Waited) Counts()
    {
        var snapshot = _meter.GetSnapshot();
        return (snapshot.Hits.Count, snapshot.Misses.Count, snapshot.Waited.Count);
    }

    private sealed class Shared
    {
        public Task<int>? Load { get; set; }
    }
}

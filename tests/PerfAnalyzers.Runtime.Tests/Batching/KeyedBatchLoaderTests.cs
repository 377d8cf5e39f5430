using System.Collections.Concurrent;
using System.Threading.Channels;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

public sealed class KeyedBatchLoaderTests
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KeysOfOneCallAreLoadedTogetherEachOnce()
    {
        var loader = Loader();

        var values = loader.LoadManyAsync([3, 1, 3, 2, 1], Token);
        var call = await NextAsync();
        call.Return();

        Assert.Equal([3, 1, 2], call.Keys);
        Assert.Equal(["3", "1", "3", "2", "1"], await values);
        Assert.Empty(await loader.LoadManyAsync([], Token));
    }

    [Fact]
    public async Task KeysAskedForWhileABatchIsLoadedMakeTheNext()
    {
        var loader = Loader();

        var first = loader.LoadAsync(0, Token);
        var busy = await NextAsync();
        var rest = new[] { 1, 2, 0, 1 }.Select(key => loader.LoadAsync(key, Token)).ToList();
        busy.Return();
        var next = await NextAsync();
        next.Return();

        Assert.Equal([1, 2], next.Keys);
        Assert.Equal("0", await first);
        Assert.Equal("1 2 0 1", string.Join(" ", await Task.WhenAll(rest)));
        Assert.Equal((2, 3), (loader.GetStatistics().Batches, loader.GetStatistics().Items));
    }

    [Fact]
    public async Task WhatWasLoadedIsKept()
    {
        var loader = Loader();
        var first = loader.LoadAsync(1, Token);
        (await NextAsync()).Return();
        await first;

        Assert.Equal("1", await loader.LoadAsync(1, Token));
        Assert.Equal(1, loader.GetStatistics().Items);
    }

    [Fact]
    public async Task AKeyWithoutValueIsDefaultAndThatIsKept()
    {
        var loader = Loader();
        var loading = loader.LoadManyAsync([1, 2], Token);
        (await NextAsync()).Answer.SetResult(new Dictionary<int, string> { [2] = "two", [9] = "not asked for" });

        Assert.Equal<IEnumerable<string?>>([null, "two"], await loading);
        Assert.Null(await loader.LoadAsync(1, Token));
    }

    [Fact]
    public async Task AFailureReachesEveryKeyOfTheBatchAndIsNotKept()
    {
        var loader = Loader(new() { MaxBatchSize = 2 });
        var loading = new[] { 1, 2, 3 }.Select(key => loader.LoadAsync(key, Token)).ToList();
        var keys = new List<int>();
        var failure = new FormatException();
        while (!keys.Contains(1))
        {
            var call = await NextAsync();
            keys.AddRange(call.Keys);
            call.Answer.SetException(failure);
        }

        foreach (var key in keys)
        {
            Assert.Same(failure, await Assert.ThrowsAsync<FormatException>(() => loading[key - 1]));
        }

        var again = loader.LoadAsync(1, Token);
        while (!again.IsCompleted)
        {
            (await NextAsync()).Return();
            await Task.WhenAny(again, _calls.Reader.WaitToReadAsync(Token).AsTask());
        }

        Assert.Equal("1", await again);
    }

    [Fact]
    public async Task NoDictionaryIsAFailure()
    {
        var loader = Loader();
        var loading = loader.LoadAsync(1, Token);
        (await NextAsync()).Answer.SetResult(null!);

        await Assert.ThrowsAsync<InvalidOperationException>(() => loading);
    }

    [Fact]
    public async Task ACallerThatGivesUpDoesNotTakeOthersAlong()
    {
        var loader = Loader();
        using var cancellation = new CancellationTokenSource();
        var gone = loader.LoadAsync(1, cancellation.Token);
        var goneToo = loader.LoadManyAsync([1, 2], cancellation.Token);
        var staying = loader.LoadAsync(1, Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goneToo);
        while (!staying.IsCompleted)
        {
            (await NextAsync()).Return();
            await Task.WhenAny(staying, _calls.Reader.WaitToReadAsync(Token).AsTask());
        }

        Assert.Equal("1", await staying);
    }

    [Fact]
    public async Task KnownValuesAreNotLoadedAndForgottenOnesAre()
    {
        var loader = Loader();
        loader.Prime(1, "known");
        loader.Prime(1, "later");
        Assert.Equal("known", await loader.LoadAsync(1, Token));

        loader.Forget(1);
        var again = loader.LoadAsync(1, Token);
        (await NextAsync()).Return();
        Assert.Equal("1", await again);

        loader.ForgetAll();
        var more = loader.LoadAsync(1, Token);
        (await NextAsync()).Return();
        Assert.Equal("1", await more);
    }

    [Fact]
    public async Task AKeyForgottenWhileItWaitsIsInItsBatchOnce()
    {
        var loader = Loader();
        var first = loader.LoadAsync(0, Token);
        var busy = await NextAsync();
        var before = loader.LoadAsync(1, Token);
        loader.Forget(1);
        var after = loader.LoadAsync(1, Token);
        busy.Return();
        var next = await NextAsync();
        next.Return();

        Assert.Equal([1], next.Keys);
        Assert.Equal(("0", "1", "1"), (await first, await before, await after));
    }

    [Fact]
    public async Task TheComparerTellsWhichKeysAreTheSame()
    {
        var loader = new KeyedBatchLoader<string, int>(
            (keys, _) => new(keys.ToDictionary(key => key, key => key.Length)),
            comparer: StringComparer.OrdinalIgnoreCase);

        Assert.Equal([3, 3, 2], await loader.LoadManyAsync(["abc", "ABC", "de"], Token));
        Assert.Equal(2, loader.GetStatistics().Items);
    }

    [Fact]
    public async Task ArgumentsAreChecked()
    {
        Assert.Throws<ArgumentNullException>("load", () => new KeyedBatchLoader<int, int>(null!));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => Loader(new() { MaxBatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>("options", () => Loader(new() { MaxConcurrency = 0 }));
        var loader = new KeyedBatchLoader<string, string>((_, _) => throw new NotSupportedException());
        await Assert.ThrowsAsync<ArgumentNullException>("key", () => loader.LoadAsync(null!, Token));
        Assert.Throws<ArgumentNullException>("key", () => loader.Prime(null!, ""));
        Assert.Throws<ArgumentNullException>("key", () => loader.Forget(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("keys", () => loader.LoadManyAsync(null!, Token));
        await Assert.ThrowsAsync<ArgumentNullException>("keys", () => loader.LoadManyAsync(["a", null!], Token));
    }

    [Fact]
    public async Task ManyThreadsLoadEachKeyOnce()
    {
        var loaded = new ConcurrentDictionary<int, int>();
        var loader = new KeyedBatchLoader<int, int?>(
            (keys, _) =>
            {
                Assert.InRange(keys.Count, 1, 50);
                Assert.All(keys, key => loaded.AddOrUpdate(key, 1, (_, times) => times + 1));
                return new(keys.Where(key => key % 10 != 0).ToDictionary(key => key, key => (int?)-key));
            },
            new() { MaxBatchSize = 50, MaxConcurrency = 3 });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (var round = 0; round < 2_000; round++)
            {
                var key = random.Next(1_000);
                Assert.Equal(key % 10 == 0 ? null : -key, await loader.LoadAsync(key, Token));
                loader.Prime(key, 0);
                Assert.InRange(loader.GetStatistics().Items, 1, 1_000);
            }
        })));

        Assert.All(loaded.Values, times => Assert.Equal(1, times));
        Assert.Equal(1_000, loaded.Count);
    }

    private KeyedBatchLoader<int, string> Loader(KeyedBatchLoaderOptions? options = null) => new(LoadAsync, options);

    private async ValueTask<IReadOnlyDictionary<int, string>> LoadAsync(IReadOnlyList<int> keys, CancellationToken token)
    {
        var call = new Call([.. keys]);
        _calls.Writer.TryWrite(call);
        return await call.Answer.Task;
    }

    private ValueTask<Call> NextAsync() => _calls.Reader.ReadAsync(Token);

    private sealed record Call(int[] Keys)
    {
        public TaskCompletionSource<IReadOnlyDictionary<int, string>> Answer { get; } = new();

        public void Return() => Answer.SetResult(Keys.ToDictionary(key => key, key => $"{key}"));
    }
}

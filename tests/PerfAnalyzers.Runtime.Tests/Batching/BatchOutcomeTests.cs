using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>What becomes of an item when the handler fails, its caller gives up, or the processor ends.</summary>
public sealed class BatchOutcomeTests
{
    private readonly ManualHandler _handler = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFailureReachesEveryCallerOfItsBatchAndNoOther()
    {
        await using var processor = Processor(new() { MaxBatchSize = 2 });
        var first = Add(processor, 0, Token);
        var busy = await _handler.NextAsync();
        var failing = new[] { Add(processor, 1, Token), Add(processor, 2, Token) };
        var last = Add(processor, 3, Token);

        busy.Return();
        var failure = new FormatException();
        (await _handler.NextAsync()).Answer.SetException(failure);
        (await _handler.NextAsync()).Return();

        Assert.Equal("0", await first);
        Assert.Equal("3", await last);
        foreach (var caller in failing)
        {
            Assert.Same(failure, await Assert.ThrowsAsync<FormatException>(() => caller));
        }

        Assert.Equal(1, processor.GetStatistics().FailedBatches);
    }

    [Fact]
    public async Task AHandlerThatThrowsBeforeItReturnsATaskIsAFailureToo()
    {
        await using var processor = new BatchProcessor<int, string>((_, _) => throw new FormatException());

        await Assert.ThrowsAsync<FormatException>(() => Add(processor, 0, Token));
        await Assert.ThrowsAsync<FormatException>(() => Add(processor, 1, Token));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3), InlineData(null)]
    public async Task AWrongNumberOfResultsIsAFailureOfTheBatch(int? results)
    {
        await using var processor = Processor(new() { MaxBatchSize = 2, MaxDelay = TimeSpan.FromSeconds(1) });
        var callers = new[] { Add(processor, 0, Token), Add(processor, 1, Token) };

        (await _handler.NextAsync()).Answer.SetResult(results is { } count ? new string[count] : null!);

        foreach (var caller in callers)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => caller);
            Assert.StartsWith($"The handler answered 2 items with {results?.ToString() ?? "no list of"} results", failure.Message);
        }
    }

    [Fact]
    public async Task AListOfResultsThatThrowsFailsThoseWhoseResultWasNotRead()
    {
        await using var processor = Processor(new() { MaxBatchSize = 3, MaxDelay = TimeSpan.FromSeconds(1) });
        var callers = new[] { Add(processor, 0, Token), Add(processor, 1, Token), Add(processor, 2, Token) };

        (await _handler.NextAsync()).Answer.SetResult(new ListWithoutSecond());

        Assert.Equal("0", await callers[0]);
        await Assert.ThrowsAsync<NotSupportedException>(() => callers[1]);
        await Assert.ThrowsAsync<NotSupportedException>(() => callers[2]);
    }

    [Fact]
    public async Task AnItemCancelledBeforeItWasTakenIsNeverHandled()
    {
        await using var processor = Processor(new() { MaxBatchSize = 3 });
        using var cancellation = new CancellationTokenSource();
        var first = Add(processor, 0, Token);
        var busy = await _handler.NextAsync();
        var callers = new[] { Add(processor, 1, Token), Add(processor, 2, cancellation.Token), Add(processor, 3, Token), Add(processor, 4, Token) };

        await cancellation.CancelAsync();
        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => callers[1]);
        busy.Return();
        var next = await _handler.NextAsync();
        next.Return();

        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Equal([1, 3, 4], next.Items);
        Assert.Equal(["0", "1", "3", "4"], [await first, await callers[0], await callers[2], await callers[3]]);
        Assert.Equal(1, processor.GetStatistics().CancelledItems);
    }

    [Fact]
    public async Task AnItemCancelledAfterItWasTakenHasItsResult()
    {
        await using var processor = Processor(new());
        using var cancellation = new CancellationTokenSource();
        var caller = Add(processor, 0, cancellation.Token);
        var call = await _handler.NextAsync();

        await cancellation.CancelAsync();
        Assert.False(caller.IsCompleted);
        call.Return();

        Assert.Equal("0", await caller);
        Assert.Equal(0, processor.GetStatistics().CancelledItems);
    }

    [Fact]
    public async Task ACancelledTokenAddsNothing()
    {
        await using var processor = Processor(new());
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        Assert.True(processor.AddAsync(0, cancellation.Token).IsCanceled);
        Assert.True(processor.TryAdd(0, out var result, cancellation.Token));
        Assert.True(result.IsCanceled);

        Assert.Equal((0, 0), (processor.GetStatistics().QueuedItems, _handler.Unseen));
    }

    [Fact]
    public async Task ACancelledItemMakesRoom()
    {
        await using var processor = Processor(new() { MaxBatchSize = 2, Capacity = 2, MaxDelay = TimeSpan.FromSeconds(1) });
        using var cancellation = new CancellationTokenSource();
        var busy = new[] { Add(processor, 0, Token), Add(processor, 1, Token) };
        var call = await _handler.NextAsync();
        var cancelled = new[] { Add(processor, 2, cancellation.Token), Add(processor, 3, cancellation.Token) };
        Assert.False(processor.TryAdd(4, out _, Token));

        await cancellation.CancelAsync();
        Assert.True(processor.TryAdd(5, out var last, Token));
        call.Return();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var next = await _handler.NextAsync();
        next.Return();

        Assert.Equal([5], next.Items);
        Assert.Equal("5", await last);
        await Task.WhenAll(busy);
        Assert.All(cancelled, caller => Assert.True(caller.IsCanceled));
    }

    [Fact]
    public async Task DisposeHandlesWhatWasAddedWithoutWaitingForTheDelay()
    {
        var processor = Processor(new() { MaxBatchSize = 2, MaxDelay = TimeSpan.FromHours(1) });
        var callers = Enumerable.Range(0, 5).Select(item => Add(processor, item, Token)).ToList();
        var first = await _handler.NextAsync();

        var disposal = processor.DisposeAsync().AsTask();
        var again = processor.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => { processor.AddAsync(9, Token); });
        Assert.Throws<ObjectDisposedException>(() => processor.TryAdd(9, out _, Token));
        Assert.False(disposal.IsCompleted);
        first.Return();
        (await _handler.NextAsync()).Return();
        var last = await _handler.NextAsync();
        Assert.False(disposal.IsCompleted);
        last.Return();

        await Task.WhenAll(disposal, again);
        Assert.Equal(["0", "1", "2", "3", "4"], await Task.WhenAll(callers));
    }

    [Fact]
    public async Task AProcessorThatDidNothingIsDisposedAtOnce()
    {
        await Processor(new()).DisposeAsync();
        await Processor(new() { MaxDelay = TimeSpan.FromHours(1) }).DisposeAsync();
    }

    [Fact]
    public async Task AProcessorWhoseWorkersAreIdleIsDisposedAtOnce()
    {
        var processor = Processor(new() { MaxConcurrency = 4, MaxBatchSize = 1 });
        var callers = Enumerable.Range(0, 4).Select(item => Add(processor, item, Token)).ToList();
        foreach (var _ in callers)
        {
            (await _handler.NextAsync()).Return();
        }

        await Task.WhenAll(callers);
        await processor.DisposeAsync();
    }

    [Fact]
    public async Task WhenTheDeadlineOfAStopPassesWhatWasNotTakenIsCancelled()
    {
        var processor = Processor(new() { MaxBatchSize = 2 });
        using var deadline = new CancellationTokenSource();
        var running = Add(processor, 0, Token);
        var call = await _handler.NextAsync();
        var waiting = Enumerable.Range(1, 3).Select(item => Add(processor, item, Token)).ToList();

        var stop = processor.StopAsync(deadline.Token);
        Assert.False(call.Token.IsCancellationRequested);
        await deadline.CancelAsync();
        Assert.True(call.Token.IsCancellationRequested);
        foreach (var caller in waiting)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => caller);
        }

        Assert.False(stop.IsCompleted);
        call.Answer.SetCanceled(call.Token);
        await stop;
        await Assert.ThrowsAsync<TaskCanceledException>(() => running);
        Assert.Equal((1, 3), (processor.GetStatistics().Items, processor.GetStatistics().CancelledItems));
    }

    [Fact]
    public async Task AResultIsFetchedOnce()
    {
        await using var processor = Processor(new());
        var result = processor.AddAsync(0, Token);
        Assert.Throws<InvalidOperationException>(() => result.GetAwaiter().GetResult());

        (await _handler.NextAsync()).Return();

        Assert.Equal("0", await result);
        Assert.Throws<InvalidOperationException>(() => result.GetAwaiter().GetResult());
    }

    private BatchProcessor<int, string> Processor(BatchProcessorOptions options) => new(_handler.AnswerAsync, options, _clock);

    private static Task<string> Add(BatchProcessor<int, string> processor, int item, CancellationToken token) =>
        processor.AddAsync(item, token).AsTask();

    private sealed class ListWithoutSecond : IReadOnlyList<string>
    {
        public int Count => 3;

        public string this[int index] => index == 1 ? throw new NotSupportedException() : $"{index}";

        public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

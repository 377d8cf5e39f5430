using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>The processor whose callers do not wait for the outcome.</summary>
public sealed class ItemBatchProcessorTests
{
    private readonly ManualHandler _handler = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<(Exception Exception, int[] Items)> _failures = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItemsAreHandledInOrderAndWhatComesMeanwhileMakesTheNextBatches()
    {
        await using var processor = Processor(new() { MaxBatchSize = 3 });

        Assert.True(processor.AddAsync(0, Token).IsCompletedSuccessfully);
        var busy = await _handler.NextAsync();
        Assert.All(Enumerable.Range(1, 7), item => Assert.True(processor.TryAdd(item)));
        busy.Return();

        foreach (var expected in (int[][])[[1, 2, 3], [4, 5, 6], [7]])
        {
            var call = await _handler.NextAsync();
            Assert.Equal(expected, call.Items);
            call.Return();
        }
    }

    [Fact]
    public async Task ABatchThatIsNotFullGoesWhenItsOldestItemIsOldEnough()
    {
        await using var processor = Processor(new() { MaxDelay = TimeSpan.FromMilliseconds(250) });

        processor.TryAdd(0);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        processor.TryAdd(1);
        _clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Equal(2, processor.GetStatistics().QueuedItems);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var first = await _handler.NextAsync();
        first.Return();
        processor.TryAdd(2);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        var second = await _handler.NextAsync();
        second.Return();

        Assert.Equal([0, 1], first.Items);
        Assert.Equal([2], second.Items);
    }

    [Fact]
    public async Task AFullQueueRefusesOrMakesTheCallerWaitForRoom()
    {
        await using var processor = Processor(new() { MaxBatchSize = 2, Capacity = 2 });
        using var cancellation = new CancellationTokenSource();
        processor.TryAdd(0);
        var busy = await _handler.NextAsync();
        processor.TryAdd(1);
        processor.TryAdd(2);

        Assert.False(processor.TryAdd(3));
        var callers = new[] { 4, 5, 6 }.Select(item => processor.AddAsync(item, item == 5 ? cancellation.Token : Token).AsTask()).ToList();
        var full = processor.GetStatistics();
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => callers[1]);
        Assert.False(callers[0].IsCompleted);
        busy.Return();
        var next = await _handler.NextAsync();
        await Task.WhenAll(callers[0], callers[2]);
        next.Return();
        var last = await _handler.NextAsync();
        last.Return();

        Assert.Equal((2, 3, 1), (full.QueuedItems, full.WaitingCallers, full.RejectedItems));
        Assert.Equal([1, 2], next.Items);
        Assert.Equal([4, 6], last.Items);
        Assert.Equal(1, processor.GetStatistics().CancelledItems);
    }

    [Fact]
    public async Task AFailureIsReportedWithItsItemsAndOtherBatchesGoOn()
    {
        var processor = Processor(new() { MaxBatchSize = 2, MaxDelay = TimeSpan.FromHours(1) });
        Assert.All(Enumerable.Range(0, 4), item => Assert.True(processor.TryAdd(item)));

        (await _handler.NextAsync()).Answer.SetException(new FormatException());
        (await _handler.NextAsync()).Return();
        await processor.DisposeAsync();

        var failure = Assert.Single(_failures);
        Assert.IsType<FormatException>(failure.Exception);
        Assert.Equal([0, 1], failure.Items);
        Assert.Equal((2, 1), (processor.GetStatistics().Batches, processor.GetStatistics().FailedBatches));
    }

    [Fact]
    public async Task AFailureCallbackThatThrowsStopsNothing()
    {
        var handled = 0;
        var processor = new BatchProcessor<int>(
            (items, _) => handled++ == 0 ? throw new FormatException() : default,
            (_, _) => throw new NotSupportedException(),
            new() { MaxBatchSize = 1 });

        processor.TryAdd(0);
        processor.TryAdd(1);
        await processor.DisposeAsync();

        Assert.Equal(2, handled);
    }

    [Fact]
    public async Task DisposeHandlesAllThatWasAddedAndWhatWaitedForRoom()
    {
        var processor = Processor(new() { MaxBatchSize = 2, Capacity = 2, MaxDelay = TimeSpan.FromHours(1) });
        processor.TryAdd(0);
        processor.TryAdd(1);
        var calls = new List<ManualHandler.Call> { await _handler.NextAsync() };
        processor.TryAdd(2);
        processor.TryAdd(3);
        var waiting = processor.AddAsync(4, Token).AsTask();

        var disposal = processor.DisposeAsync().AsTask();
        Assert.Throws<ObjectDisposedException>(() => processor.TryAdd(9));
        Assert.Throws<ObjectDisposedException>(() => { processor.AddAsync(9, Token); });
        for (var i = 0; i < 3; i++)
        {
            Assert.False(disposal.IsCompleted);
            calls[i].Return();
            if (i < 2)
            {
                calls.Add(await _handler.NextAsync());
            }
        }

        await waiting;
        await disposal;
        Assert.Equal([0, 1, 2, 3, 4], calls.SelectMany(call => call.Items));
    }

    [Fact]
    public async Task WhenTheDeadlineOfAStopPassesTheRestIsDroppedAndCounted()
    {
        var processor = Processor(new() { MaxBatchSize = 2, Capacity = 3 });
        using var deadline = new CancellationTokenSource();
        processor.TryAdd(0);
        var call = await _handler.NextAsync();
        Assert.All(Enumerable.Range(1, 3), item => Assert.True(processor.TryAdd(item)));
        var waiting = processor.AddAsync(4, Token).AsTask();

        var stop = processor.StopAsync(deadline.Token);
        await deadline.CancelAsync();
        Assert.True(call.Token.IsCancellationRequested);
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        call.Return();
        await stop;

        Assert.Equal((1, 4, 0), (processor.GetStatistics().Items, processor.GetStatistics().CancelledItems, _handler.Unseen));
    }

    private BatchProcessor<int> Processor(BatchProcessorOptions options) =>
        new(_handler.HandleAsync, (exception, items) => _failures.Add((exception, [.. items])), options, _clock);
}

using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

public sealed class BatchProcessorTests
{
    private readonly ManualHandler _handler = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnItemThatComesAloneIsHandledAtOnce()
    {
        await using var processor = Processor(new());

        var result = Add(processor, 7);
        var call = await _handler.NextAsync();
        call.Return();

        Assert.Equal([7], call.Items);
        Assert.Equal("7", await result);
    }

    [Fact]
    public async Task ItemsThatComeWhileTheHandlerIsBusyMakeTheNextBatches()
    {
        await using var processor = Processor(new() { MaxBatchSize = 3 });

        var first = Add(processor, 0);
        var busy = await _handler.NextAsync();
        var rest = Enumerable.Range(1, 7).Select(item => Add(processor, item)).ToList();
        busy.Return();
        foreach (var expected in (int[][])[[1, 2, 3], [4, 5, 6], [7]])
        {
            var call = await _handler.NextAsync();
            Assert.Equal(expected, call.Items);
            call.Return();
        }

        Assert.Equal("0", await first);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], await Task.WhenAll(rest));
    }

    [Fact]
    public async Task WithADelayAFullBatchGoesAtOnceAndAnotherWhenItsOldestItemIsThatOld()
    {
        await using var processor = Processor(new() { MaxBatchSize = 3, MaxDelay = TimeSpan.FromMilliseconds(100) });

        var results = Enumerable.Range(0, 5).Select(item => Add(processor, item)).ToList();
        var full = await _handler.NextAsync();
        full.Return();
        await results[2];
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(2, processor.GetStatistics().QueuedItems);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var old = await _handler.NextAsync();
        old.Return();

        Assert.Equal([0, 1, 2], full.Items);
        Assert.Equal([3, 4], old.Items);
        Assert.Equal(["0", "1", "2", "3", "4"], await Task.WhenAll(results));
    }

    // A timeout that each message prolongs never passes at 8 messages a second and 250 ms: JasperFx/jasperfx#533 measured a
    // median of 5.77 s.
    [Fact]
    public async Task ItemsThatFollowDoNotProlongTheDelay()
    {
        await using var processor = Processor(new() { MaxDelay = TimeSpan.FromMilliseconds(250) });
        var results = new List<Task<string>>();

        for (var item = 0; item < 80; item++)
        {
            results.Add(Add(processor, item));
            _clock.Advance(TimeSpan.FromMilliseconds(125));
            if (item % 2 == 1)
            {
                var call = await _handler.NextAsync();
                Assert.Equal([item - 1, item], call.Items);
                call.Return();
                await Task.WhenAll(results);
            }
        }

        Assert.InRange(processor.GetStatistics().QueueAge.Max!.Value.TotalMilliseconds, 250 * 0.9972, 250 * 1.0028);
    }

    // Azure/diagnostics-eventflow#311: a batch that was triggered by hand stayed in the block.
    [Fact]
    public async Task ABatchIsNotStuckWhenItsTimeCameWhileTheHandlerWasBusy()
    {
        await using var processor = Processor(new() { MaxBatchSize = 3, MaxDelay = TimeSpan.FromMilliseconds(100) });

        var first = Add(processor, 0);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        var busy = await _handler.NextAsync();
        var second = Add(processor, 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        busy.Return();
        var overdue = await _handler.NextAsync();
        overdue.Return();
        await overdue.Answer.Task;
        var third = Add(processor, 2);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        (await _handler.NextAsync()).Return();

        Assert.Equal([1], overdue.Items);
        Assert.Equal(["0", "1", "2"], await Task.WhenAll(first, second, third));
    }

    [Fact]
    public async Task AsManyBatchesAreHandledAtATimeAsAllowed()
    {
        await using var processor = Processor(new() { MaxBatchSize = 2, MaxConcurrency = 3 });

        var results = Enumerable.Range(0, 10).Select(item => Add(processor, item)).ToList();
        var calls = new List<ManualHandler.Call> { await _handler.NextAsync(), await _handler.NextAsync(), await _handler.NextAsync() };
        Assert.Equal(3, processor.GetStatistics().ActiveBatches);
        Assert.Equal(0, _handler.Unseen);

        // Each one done makes room for one.
        while (results.Any(result => !result.IsCompleted))
        {
            var call = calls[0];
            calls.RemoveAt(0);
            call.Return();
            await Task.WhenAll(call.Items.Select(item => results[item]));
            Assert.InRange(processor.GetStatistics().ActiveBatches, 0, 3);
            if (results.Any(result => !result.IsCompleted) && calls.Count == 0)
            {
                calls.Add(await _handler.NextAsync());
            }
        }

        Assert.Equal(10, processor.GetStatistics().Items);
    }

    [Fact]
    public async Task AFullQueueRefusesOrMakesTheCallerWait()
    {
        await using var processor = Processor(new() { MaxBatchSize = 2, Capacity = 2 });
        var busy = Add(processor, 0);
        var call = await _handler.NextAsync();

        Assert.True(processor.TryAdd(1, out var second, Token));
        Assert.True(processor.TryAdd(2, out var third, Token));
        Assert.False(processor.TryAdd(3, out _, Token));
        var waiting = Add(processor, 4);
        var full = processor.GetStatistics();
        call.Return();
        (await _handler.NextAsync()).Return();
        (await _handler.NextAsync()).Return();

        Assert.Equal((2, 1, 1), (full.QueuedItems, full.WaitingCallers, full.RejectedItems));
        Assert.Equal(["0", "1", "2", "4"], [await busy, await second, await third, await waiting]);
    }

    [Fact]
    public async Task TheHandlerSeesNoContextOfACaller()
    {
        var local = new AsyncLocal<string?> { Value = "of the test" };
        await using var processor = new BatchProcessor<int, string?>(
            (items, _) => new([.. items.Select(_ => local.Value)]),
            new() { MaxDelay = TimeSpan.FromMilliseconds(1) },
            _clock);

        for (var round = 0; round < 2; round++)
        {
            local.Value = "of a caller";
            var result = processor.AddAsync(0, Token);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Null(await result);
        }
    }

    [Fact]
    public async Task StatisticsTellWhatWasDone()
    {
        await using var processor = Processor(new() { MaxBatchSize = 4, MaxDelay = TimeSpan.FromMilliseconds(10) });

        var results = Enumerable.Range(0, 6).Select(item => Add(processor, item)).ToList();
        var full = await _handler.NextAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        full.Return();
        (await _handler.NextAsync()).Return();
        await Task.WhenAll(results);
        await processor.DisposeAsync();
        var statistics = processor.GetStatistics();

        Assert.Equal((2, 6, 1, 0), (statistics.Batches, statistics.Items, statistics.FullBatches, statistics.FailedBatches));
        Assert.Equal((0, 0, 0), (statistics.QueuedItems, statistics.WaitingCallers, statistics.ActiveBatches));
        Assert.Equal(3, statistics.MeanBatchSize);
        Assert.Equal(0.75, statistics.MeanFill);
        Assert.Equal(2, statistics.QueueAge.Count);
        Assert.Equal(0, statistics.QueueAge.Min!.Value.TotalMilliseconds);
        Assert.Equal(20, statistics.QueueAge.Max!.Value.TotalMilliseconds, 20 * 0.00272);
        Assert.Equal(20, statistics.HandlerTime.Max!.Value.TotalMilliseconds, 20 * 0.00272);
    }

    [Fact]
    public void BeforeTheFirstBatchThereIsNoMean()
    {
        var statistics = Processor(new()).GetStatistics();
        Assert.Equal((double.NaN, double.NaN), (statistics.MeanBatchSize, statistics.MeanFill));
    }

    [Fact]
    public void OptionsOutOfRangeAreNamed()
    {
        Refused(new() { MaxBatchSize = 0 }, "MaxBatchSize must be at least 1.");
        Refused(new() { MaxBatchSize = int.MinValue }, "MaxBatchSize must be at least 1.");
        Refused(new() { MaxDelay = TimeSpan.FromTicks(-1) }, "MaxDelay must be from zero to 24.8 days.");
        Refused(new() { MaxDelay = Timeout.InfiniteTimeSpan }, "MaxDelay must be from zero to 24.8 days.");
        Refused(new() { MaxDelay = TimeSpan.MaxValue }, "MaxDelay must be from zero to 24.8 days.");
        Refused(new() { Capacity = 99 }, "Capacity must be at least MaxBatchSize (100).");
        Refused(new() { MaxConcurrency = 0 }, "MaxConcurrency must be at least 1.");
        Assert.Throws<ArgumentNullException>("handler", () => new BatchProcessor<int, string>(null!));
        Assert.Throws<ArgumentNullException>("handler", () => new BatchProcessor<int>(null!, (_, _) => { }));
        Assert.Throws<ArgumentNullException>("onFailure", () => new BatchProcessor<int>((_, _) => default, null!));

        void Refused(BatchProcessorOptions options, string message)
        {
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>("options", () => Processor(options)).Message);
            Assert.Throws<ArgumentOutOfRangeException>("options", () => new BatchProcessor<int>((_, _) => default, (_, _) => { }, options));
        }
    }

    [Fact]
    public async Task TheLargestOptionsWork()
    {
        await using var processor = Processor(new()
        {
            MaxBatchSize = int.MaxValue,
            Capacity = int.MaxValue,
            MaxConcurrency = int.MaxValue,
            MaxDelay = BatchProcessorOptions.LongestDelay,
        });

        var result = Add(processor, 1);
        _clock.Advance(BatchProcessorOptions.LongestDelay);
        (await _handler.NextAsync()).Return();

        Assert.Equal("1", await result);
    }

    private BatchProcessor<int, string> Processor(BatchProcessorOptions options) => new(_handler.AnswerAsync, options, _clock);

    private static Task<string> Add(BatchProcessor<int, string> processor, int item) => processor.AddAsync(item, Token).AsTask();
}

using CsCheck;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>Every item that was accepted is handled once, and in the order of its producer where one batch is handled at a time.</summary>
public sealed class ItemBatchDeliveryTests
{
    private const int Producers = 4;
    private const int ItemsPerProducer = 5_000;

    [Fact]
    public void EveryAcceptedItemIsHandledOnce() =>
        (from size in Gen.Int[1, 200]
         from capacity in Gen.Int[0, 300]
         from delay in Gen.Int[0, 2]
         from concurrency in Gen.Int[1, 3]
         from failing in Gen.Int[0, 3]
         from disposedEarly in Gen.Bool
         select (new BatchProcessorOptions
         {
             MaxBatchSize = size,
             Capacity = size + capacity,
             MaxDelay = TimeSpan.FromMilliseconds(delay),
             MaxConcurrency = concurrency,
         }, failing, disposedEarly))
        .Sample(load => RunAsync(load.Item1, load.failing, load.disposedEarly).GetAwaiter().GetResult(), iter: 60, threads: 1);

    private static async Task RunAsync(BatchProcessorOptions options, int failing, bool disposedEarly)
    {
        var accepted = new int[Producers * ItemsPerProducer];
        var handled = new int[Producers * ItemsPerProducer];
        var reported = 0;
        var failed = 0;
        var calls = 0;
        var lastOfProducer = new int[Producers];
        var processor = new BatchProcessor<int>(HandleAsync, (_, items) => Interlocked.Add(ref reported, items.Count), options);

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(() => ProduceAsync(producer))));
        await processor.DisposeAsync();

        Assert.Equal(accepted, handled);
        Assert.Equal(failed, reported);
        var statistics = processor.GetStatistics();
        Assert.Equal((handled.Sum(), 0, 0), (statistics.Items, statistics.QueuedItems, statistics.WaitingCallers));

        async ValueTask HandleAsync(IReadOnlyList<int> items, CancellationToken token)
        {
            var call = Interlocked.Increment(ref calls);
            Assert.InRange(items.Count, 1, options.MaxBatchSize);
            foreach (var item in items)
            {
                Interlocked.Increment(ref handled[item]);
                if (options.MaxConcurrency == 1)
                {
                    ref var last = ref lastOfProducer[item / ItemsPerProducer];
                    Assert.True(item >= last, $"{item} came after {last}.");
                    last = item;
                }
            }

            if (call % 3 == 0)
            {
                await Task.Yield();
            }

            if (failing > 0 && call % failing == 0)
            {
                Interlocked.Add(ref failed, items.Count);
                throw new FormatException();
            }
        }

        async Task ProduceAsync(int producer)
        {
            try
            {
                for (var i = 0; i < ItemsPerProducer; i++)
                {
                    var item = (producer * ItemsPerProducer) + i;
                    if (disposedEarly && producer == 0 && i == ItemsPerProducer / 2)
                    {
                        _ = processor.DisposeAsync().AsTask();
                    }

                    if (i % 3 == 0)
                    {
                        accepted[item] = processor.TryAdd(item) ? 1 : 0;
                    }
                    else
                    {
                        await AddAsync(item, cancelled: i % 7 == 0);
                    }
                }
            }
            catch (ObjectDisposedException) when (disposedEarly)
            {
            }
        }

        async Task AddAsync(int item, bool cancelled)
        {
            using var cancellation = new CancellationTokenSource();
            var adding = processor.AddAsync(item, cancellation.Token);
            if (cancelled)
            {
                cancellation.Cancel();
            }

            try
            {
                await adding;
                accepted[item] = 1;
            }
            catch (OperationCanceledException) when (cancelled)
            {
            }
        }
    }
}

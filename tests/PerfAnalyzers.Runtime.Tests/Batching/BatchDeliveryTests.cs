using CsCheck;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>Every item is handled once or, if its caller was told so, never; and every caller gets just one outcome.</summary>
public sealed class BatchDeliveryTests
{
    private const int Producers = 4;

    private static readonly Gen<Load> Loads =
        from size in Gen.OneOf(Gen.Const(1), Gen.Int[2, 200])
        from capacity in Gen.Int[0, 300]
        from delay in OneOf(0, 0, 1, 3)
        from concurrency in Gen.Int[1, 4]
        from failing in OneOf(0, 0, 3, 10)
        from wrongCount in OneOf(0, 0, 7)
        from cancelling in OneOf(0, 0, 2, 20)
        from inFlight in Gen.OneOf(Gen.Const(1), Gen.Int[2, 500])
        from disposedAfter in OneOf(1.0, 1.0, 0.5)
        from aborted in Gen.Bool
        select new Load(
            new() { MaxBatchSize = size, Capacity = size + capacity, MaxDelay = TimeSpan.FromMilliseconds(delay), MaxConcurrency = concurrency },
            failing,
            wrongCount,
            cancelling,
            inFlight,
            disposedAfter,
            aborted);

    [Fact]
    public void EveryItemHasOneOutcomeWhateverHappens() =>
        Loads.Sample(load => RunAsync(load, load.WaitsForTimers ? 50 : 2_500).GetAwaiter().GetResult(), iter: 60, threads: 1);

    private static async Task RunAsync(Load load, int itemsPerProducer)
    {
        var handled = new int[Producers * itemsPerProducer];
        var calls = 0;
        var processor = new BatchProcessor<int, long>(HandleAsync, load.Options);
        using var deadline = new CancellationTokenSource();
        var added = 0;
        var disposal = new TaskCompletionSource();

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(() => ProduceAsync(producer))));
        End();
        await disposal.Task;

        var statistics = processor.GetStatistics();
        Assert.Equal(handled.Sum(), statistics.Items);
        Assert.Equal((0, 0, 0), (statistics.QueuedItems, statistics.WaitingCallers, statistics.ActiveBatches));
        Assert.Equal(calls, statistics.Batches);
        Assert.Equal(calls, statistics.QueueAge.Count);

        async ValueTask<IReadOnlyList<long>> HandleAsync(IReadOnlyList<int> items, CancellationToken token)
        {
            var call = Interlocked.Increment(ref calls);
            Assert.InRange(items.Count, 1, load.Options.MaxBatchSize);
            foreach (var item in items)
            {
                Interlocked.Increment(ref handled[item]);
            }

            if (call % 3 == 0)
            {
                await Task.Yield();
            }

            if (Every(load.Failing, call))
            {
                throw new FormatException();
            }

            var results = items.Select(item => 3L * item).ToArray();
            return Every(load.WrongCount, call) ? results[1..] : results;
        }

        async Task ProduceAsync(int producer)
        {
            var random = new Random(producer);
            var pending = new Queue<Task>();
            for (var i = 0; i < itemsPerProducer; i++)
            {
                if (Interlocked.Increment(ref added) == (int)(load.DisposedAfter * handled.Length))
                {
                    End();
                }

                if (i % 1_000 == 0)
                {
                    var meanwhile = processor.GetStatistics();
                    Assert.InRange(meanwhile.QueuedItems, 0, load.Options.Capacity);
                    Assert.InRange(meanwhile.ActiveBatches, 0, load.Options.MaxConcurrency);
                }

                var cancellation = load.Cancelling > 0 && random.Next(load.Cancelling) == 0 ? new CancellationTokenSource() : null;
                pending.Enqueue(ExpectOneOutcomeAsync((producer * itemsPerProducer) + i, cancellation?.Token ?? default, i % 5 == 0));
                cancellation?.Cancel();
                while (pending.Count >= load.InFlight)
                {
                    await pending.Dequeue();
                }
            }

            await Task.WhenAll(pending);
        }

        async Task ExpectOneOutcomeAsync(int item, CancellationToken token, bool orRefuse)
        {
            var times = 1;
            try
            {
                if (!orRefuse)
                {
                    Assert.Equal(3L * item, await processor.AddAsync(item, token));
                }
                else if (processor.TryAdd(item, out var result, token))
                {
                    Assert.Equal(3L * item, await result);
                }
                else
                {
                    times = 0;
                }
            }
            catch (FormatException) when (load.Failing > 0)
            {
            }
            catch (ObjectDisposedException)
            {
                times = 0;
            }
            catch (InvalidOperationException) when (load.WrongCount > 0)
            {
            }
            catch (OperationCanceledException cancelled)
            {
                Assert.True(cancelled.CancellationToken == token || load.Aborted);
                times = 0;
            }

            Assert.Equal(times, Volatile.Read(ref handled[item]));
        }

        async void End()
        {
            if (load.Aborted)
            {
                deadline.Cancel();
            }

            await processor.StopAsync(deadline.Token);
            await processor.DisposeAsync();
            disposal.TrySetResult();
        }
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.OneOf([.. values.Select(value => Gen.Const(value))]);

    private static bool Every(int number, int call) => number > 0 && call % number == 0;

    private sealed record Load(
        BatchProcessorOptions Options,
        int Failing,
        int WrongCount,
        int Cancelling,
        int InFlight,
        double DisposedAfter,
        bool Aborted)
    {
        public bool WaitsForTimers => Options.MaxDelay > TimeSpan.Zero && Producers * InFlight < 2 * Options.MaxBatchSize;
    }
}

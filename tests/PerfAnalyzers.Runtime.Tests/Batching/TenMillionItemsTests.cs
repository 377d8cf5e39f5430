using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

public sealed class TenMillionItemsTests
{
    private const int Producers = 4;
    private const int Window = 250;
    private const int Windows = 10_000;

    // Failures, cancellations and a dispose before the end are among them.
    [Fact]
    public async Task EveryOneOfTenMillionItemsHasOneOutcome()
    {
        var handled = new byte[Producers * Windows * Window];
        var outcomes = new long[4];
        var calls = 0;
        var disposal = new TaskCompletionSource();
        var processor = new BatchProcessor<int, int>(HandleAsync, new() { MaxBatchSize = 100, MaxConcurrency = 2 });

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(() => ProduceAsync(producer))));
        await disposal.Task;

        var statistics = processor.GetStatistics();
        Assert.Equal(handled.Length, outcomes.Sum());
        Assert.All(outcomes, count => Assert.True(count > 0));
        Assert.Equal(outcomes[Answered] + outcomes[Failed], statistics.Items);
        Assert.Equal(outcomes[Withdrawn], statistics.CancelledItems);

        ValueTask<IReadOnlyList<int>> HandleAsync(IReadOnlyList<int> items, CancellationToken token)
        {
            var results = new int[items.Count];
            for (var i = 0; i < results.Length; i++)
            {
                handled[items[i]]++;
                results[i] = ~items[i];
            }

            return Interlocked.Increment(ref calls) % 1_000 == 0 ? throw new FormatException() : new(results);
        }

        async Task ProduceAsync(int producer)
        {
            var counts = new long[4];
            var pending = new ValueTask<int>[Window];
            for (var window = 0; window < Windows; window++)
            {
                if (producer == 0 && window == Windows - 200)
                {
                    _ = DisposeAsync();
                }

                var first = ((producer * Windows) + window) * Window;
                using var cancellation = window % 50 == 0 ? new CancellationTokenSource() : null;
                for (var i = 0; i < Window; i++)
                {
                    pending[i] = Add(first + i, i % 5 == 0 && cancellation is not null ? cancellation.Token : default);
                }

                cancellation?.Cancel();
                for (var i = 0; i < Window; i++)
                {
                    counts[await OutcomeAsync(pending[i], first + i)]++;
                }
            }

            for (var i = 0; i < counts.Length; i++)
            {
                Interlocked.Add(ref outcomes[i], counts[i]);
            }
        }

        ValueTask<int> Add(int item, CancellationToken token)
        {
            try
            {
                return processor.AddAsync(item, token);
            }
            catch (ObjectDisposedException disposed)
            {
                return ValueTask.FromException<int>(disposed);
            }
        }

        async ValueTask<int> OutcomeAsync(ValueTask<int> pending, int item)
        {
            try
            {
                Assert.True(await pending == ~item);
                Assert.True(handled[item] == 1);
                return Answered;
            }
            catch (FormatException)
            {
                Assert.True(handled[item] == 1);
                return Failed;
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                Assert.True(handled[item] == 0);
                return exception is ObjectDisposedException ? Refused : Withdrawn;
            }
        }

        async Task DisposeAsync()
        {
            await processor.DisposeAsync();
            disposal.SetResult();
        }
    }

    private const int Answered = 0;
    private const int Failed = 1;
    private const int Withdrawn = 2;
    private const int Refused = 3;
}

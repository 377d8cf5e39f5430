using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>Runs alone, since what others allocate meanwhile would count.</summary>
[CollectionDefinition(nameof(BatchAllocationTests), DisableParallelization = true)]
[Collection(nameof(BatchAllocationTests))]
public sealed class BatchAllocationTests
{
    private const int Callers = 64;
    private const int ItemsPerCaller = 5_000;

    [Theory, InlineData(0), InlineData(1)]
    public async Task AnItemWithResultAllocatesNothingInSteadyState(int milliseconds)
    {
        var results = new Results();
        await using var processor = new BatchProcessor<int, int>(
            (items, _) =>
            {
                results.Count = items.Count;
                return new(results);
            },
            new() { MaxBatchSize = Callers, MaxDelay = TimeSpan.FromMilliseconds(milliseconds) });
        await CallAsync();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await CallAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        // The tasks of the callers themselves are some 10 KB.
        Assert.InRange((double)allocated / (Callers * ItemsPerCaller), 0, 0.5);

        Task CallAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < ItemsPerCaller; i++)
            {
                await processor.AddAsync(i, default);
            }
        })));
    }

    [Fact]
    public async Task AnItemWithoutResultAllocatesNothingInSteadyState()
    {
        const int Items = 300_000;
        await using var processor = new BatchProcessor<int>((_, _) => default, (_, _) => { });
        await AddAsync();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await AddAsync();
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.InRange((double)allocated / Items, 0, 0.5);

        async Task AddAsync()
        {
            for (var i = 0; i < Items; i++)
            {
                await processor.AddAsync(i, default);
            }
        }
    }

    private sealed class Results : IReadOnlyList<int>
    {
        public int Count { get; set; }

        public int this[int index] => index;

        public IEnumerator<int> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

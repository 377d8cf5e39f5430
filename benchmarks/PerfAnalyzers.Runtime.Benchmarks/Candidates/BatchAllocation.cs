using System.Threading.Channels;
using PerfAnalyzers.Runtime.Batching;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Bytes allocated per item whose caller awaits its own result, 64 callers at a time.</summary>
internal static class BatchAllocation
{
    private const int Callers = 64;
    private const int ItemsPerCaller = 5_000;
    private const double Noticeable = 0.5;

    public static IEnumerable<Row> Rows()
    {
        IReadOnlyList<int>[] results = [.. Enumerable.Range(0, 101).Select(count => new int[count])];
        var processor = new BatchProcessor<int, int>((items, _) => ValueTask.FromResult(results[items.Count]));
        var ours = BytesPerItem(item => processor.AddAsync(item, CancellationToken.None));
        processor.DisposeAsync().AsTask().Wait();

        var channel = Channel.CreateUnbounded<TaskCompletionSource<int>>(new UnboundedChannelOptions { SingleReader = true });
        var reader = Task.Run(async () =>
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out var item))
                    item.SetResult(0);
            }
        });
        var completionSources = BytesPerItem(_ =>
        {
            var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            channel.Writer.TryWrite(source);
            return new ValueTask<int>(source.Task);
        });
        channel.Writer.Complete();
        reader.Wait();
        yield return new Row(
            "allocation per batched item with result",
            Figures.Bytes(ours),
            "0 B",
            ours < Noticeable,
            $"channel of TaskCompletionSource {Figures.Bytes(completionSources)}");
    }

    private static double BytesPerItem(Func<int, ValueTask<int>> add)
    {
        RunAll();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        RunAll();
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / (Callers * ItemsPerCaller);

        void RunAll() => Task.WaitAll([.. Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var item = 0; item < ItemsPerCaller; item++)
                await add(item);
        }))]);
    }
}

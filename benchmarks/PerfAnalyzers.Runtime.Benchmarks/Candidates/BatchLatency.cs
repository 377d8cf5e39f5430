using System.Diagnostics;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using PerfAnalyzers.Runtime.Batching;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>The time from adding an item to its handler, an item each few milliseconds so that everything is idle when it comes.</summary>
internal static class BatchLatency
{
    private const int Samples = 400;
    private const string HandOff = "channel hand-off";
    private const string Ours = "BatchProcessor";
    private const string Block = "BatchBlock with timer";

    public static IEnumerable<Row> Rows()
    {
        using var handled = new ManualResetEventSlim();
        long arrival = 0;

        void Arrive()
        {
            arrival = Stopwatch.GetTimestamp();
            handled.Set();
        }

        var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        var reader = Task.Run(async () =>
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out _))
                    Arrive();
            }
        });
        var processor = new BatchProcessor<int>(
            (_, _) =>
            {
                Arrive();
                return ValueTask.CompletedTask;
            },
            static (_, _) => { });
        var batches = new BatchBlock<int>(100);
        batches.LinkTo(new ActionBlock<int[]>(_ => Arrive()));
        using var timer = new Timer(_ => batches.TriggerBatch(), null, 10, 10);

        (string Name, Action Add)[] candidates =
        [
            (HandOff, () => channel.Writer.TryWrite(1)),
            (Ours, () => processor.TryAdd(1)),
            (Block, () => batches.Post(1)),
        ];
        var race = new RaceResult();
        for (var sample = 0; sample < Samples; sample++)
        {
            foreach (var (name, add) in candidates)
            {
                Thread.Sleep(2);
                handled.Reset();
                var start = Stopwatch.GetTimestamp();
                add();
                handled.Wait();
                race.Add(name, 1, Stopwatch.GetElapsedTime(start, arrival).TotalNanoseconds);
            }
        }

        channel.Writer.Complete();
        reader.Wait();
        processor.DisposeAsync().AsTask().Wait();
        var ratio = race.Cost(Ours) / race.Cost(HandOff);
        yield return new Row(
            "batcher, added latency at light load, p50",
            Figures.Ratio(ratio, race.Cost(Ours)),
            "at most 1.2x of a channel hand-off",
            ratio <= 1.2,
            string.Join(", ", new[] { HandOff, Block }.Select(name => $"{name} {Figures.Ratio(race.Cost(name) / race.Cost(HandOff), race.Cost(name))}")));
    }
}

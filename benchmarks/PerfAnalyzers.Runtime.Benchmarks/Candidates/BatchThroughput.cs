using System.Diagnostics;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using PerfAnalyzers.Runtime.Batching;
using PerfAnalyzers.Runtime.Benchmarks.Measuring;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>A million items from one or two producers through a batcher of 100 with an empty handler, until the last is handled.</summary>
internal static class BatchThroughput
{
    private const int Items = 1_000_000;
    private const int BatchSize = 100;
    private const int Rounds = 41;
    private const string Block = "BatchBlock";
    private const string Ours = "BatchProcessor";
    private const string OursWithAge = "maximal age of 10 ms";
    private const string Bare = "channel without batches";

    public static IEnumerable<Row> Rows()
    {
        (string Name, Action<int> Run)[] candidates =
        [
            (Block, RunBlock),
            (Ours, producers => RunOurs(producers, TimeSpan.Zero)),
            (OursWithAge, producers => RunOurs(producers, TimeSpan.FromMilliseconds(10))),
            (Bare, RunChannel),
        ];
        var race = new RaceResult();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var producers = 1; producers <= 2; producers++)
            {
                foreach (var (name, run) in candidates)
                {
                    var start = Stopwatch.GetTimestamp();
                    run(producers);
                    if (round > 0)
                        race.Add(name, producers, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Items);
                }
            }
        }

        for (var producers = 1; producers <= 2; producers++)
        {
            var from = producers == 1 ? "one producer" : "two producers";
            yield return Against(race, Ours, producers, $"batcher, items per second, {from}", Bare, Block);
            yield return Against(race, OursWithAge, producers, $"batcher with a {OursWithAge}, items per second, {from}");
        }
    }

    // Costs per item: the rate against that of BatchBlock is the reverse.
    private static Row Against(RaceResult race, string ours, int producers, string what, params string[] others)
    {
        var ratio = race.Ratio(Block, producers, ours, producers);
        return new Row(
            what,
            $"{Figures.Ratio(ratio, race.Cost(ours, producers))} per item",
            "at least 1.15x of BatchBlock",
            ratio >= 1.15,
            string.Join(", ", others.Select(name => $"{name} {Figures.Ratio(race.Ratio(Block, producers, name, producers), race.Cost(name, producers))}")));
    }

    private static void RunOurs(int producers, TimeSpan maxDelay)
    {
        var options = new BatchProcessorOptions { MaxBatchSize = BatchSize, MaxDelay = maxDelay, Capacity = Items };
        var processor = new BatchProcessor<int>(static (_, _) => ValueTask.CompletedTask, static (_, _) => { }, options);
        Produce(producers, item => processor.TryAdd(item));
        processor.DisposeAsync().AsTask().Wait();
    }

    private static void RunBlock(int producers)
    {
        var batches = new BatchBlock<int>(BatchSize);
        var handler = new ActionBlock<int[]>(static _ => { });
        batches.LinkTo(handler, new DataflowLinkOptions { PropagateCompletion = true });
        using var timer = new Timer(_ => batches.TriggerBatch(), null, 10, 10);
        Produce(producers, item => batches.Post(item));
        batches.Complete();
        handler.Completion.Wait();
    }

    private static void RunChannel(int producers)
    {
        var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
        var reader = Task.Run(async () =>
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out _))
                {
                }
            }
        });
        Produce(producers, item => channel.Writer.TryWrite(item));
        channel.Writer.Complete();
        reader.Wait();
    }

    private static void Produce(int producers, Func<int, bool> add)
    {
        var threads = Enumerable.Range(0, producers).Select(_ => new Thread(() =>
        {
            for (var item = 0; item < Items / producers; item++)
            {
                if (!add(item))
                    throw new InvalidOperationException("An item was refused.");
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}

using CsCheck;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class ThreadBucketsTests
{
    private static readonly long[] Ticks = [-1, 0, 10_000, 10_001, long.MaxValue];

    [Fact]
    public void CountsPerThreadAreTheSame() =>
        Gen.Select(Recorded.AnyDuration.Array, Gen.Bool).Sample((durations, exactSum) =>
        {
            var histogram = new LatencyHistogram(new LatencyHistogramOptions { PerThread = true, ExactSum = exactSum });
            Array.ForEach(durations, histogram.Record);

            Assert.Equal(Recorded.Of(durations, exactSum).Encode(), histogram.GetSnapshot().Encode());
        });

    [Fact]
    public void HistogramsUsedInTurnByOneThreadAreKeptApart()
    {
        var options = new LatencyHistogramOptions { PerThread = true };
        LatencyHistogram[] histograms = [new(options), new(options), new(options)];
        for (var round = 0; round < 100; round++)
        {
            for (var i = 0; i < histograms.Length; i++)
            {
                for (var times = 0; times <= i; times++)
                {
                    histograms[i].Record(TimeSpan.FromMilliseconds(1));
                }
            }
        }

        Assert.Equal([100, 200, 300], histograms.Select(histogram => histogram.GetSnapshot().Count));
    }

    [Fact]
    public void NothingIsLostBetweenThreads()
    {
        const int Rounds = 100_000;
        var buckets = new ThreadBuckets(TickUnit.TimeSpan, exactSum: true);
        var previous = LatencySnapshot.Empty;

        Threads.Run(
            _ =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    foreach (var ticks in Ticks)
                    {
                        buckets.Record(ticks, TickUnit.TimeSpan);
                    }

                    buckets.RecordMany(TickUnit.TimeSpan.CellOf(10_000), 1, 1_000_000);
                }
            },
            () =>
            {
                var current = buckets.Read(second: null);
                Assert.True(current.Subtract(previous).Count >= 0);
                previous = current;
            });

        const long Each = Threads.Writers * Rounds;
        var snapshot = buckets.Read(second: null);
        Assert.Equal(
            (Each * 6, Each * 2, Each, Each),
            (snapshot.Count, snapshot.ZeroCount, snapshot.NegativeCount, snapshot.OverflowCount));
        Assert.Equal((UInt128)Each * (3_000_100 + 65_536_000_000_000), snapshot.ExactSumNanoseconds);
        Assert.Equal(Threads.Writers, buckets.Copies);
    }

    [Fact]
    public void ThreadsThatEndedLeaveTheirCountsAndTheirMemory()
    {
        var buckets = new ThreadBuckets(TickUnit.TimeSpan, exactSum: false);

        for (var i = 0; i < 200; i++)
        {
            OnItsOwnThread(() => buckets.Record(10_000, TickUnit.TimeSpan));
        }

        Assert.Equal(1, buckets.Copies);
        Assert.Equal(200, buckets.Read(second: null).Count);
    }

    [Fact]
    public void LivingThreadsShareNothing()
    {
        var buckets = new ThreadBuckets(TickUnit.TimeSpan, exactSum: false);
        buckets.Record(1, TickUnit.TimeSpan);
        OnItsOwnThread(() =>
        {
            buckets.Record(1, TickUnit.TimeSpan);
            OnItsOwnThread(() => buckets.Record(1, TickUnit.TimeSpan));
        });

        Assert.Equal(3, buckets.Copies);
    }

    private static void OnItsOwnThread(ThreadStart run)
    {
        var thread = new Thread(run);
        thread.Start();
        thread.Join();
    }
}

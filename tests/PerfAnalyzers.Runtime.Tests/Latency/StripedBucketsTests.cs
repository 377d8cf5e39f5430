using PerfAnalyzers.Runtime.Concurrency;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class StripedBucketsTests
{
    private static readonly long[] Ticks = [-1, 0, 10_000, 10_001, long.MaxValue];

    // One stripe makes every writer meet every other; more processors than stripes do the same.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void NothingIsLostBetweenThreads(int copies)
    {
        const int Rounds = 200_000;
        var buckets = new StripedBuckets(TickUnit.TimeSpan, exactSum: true, copies);
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

                    Increment(buckets, 10_000);
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
        Assert.Equal((UInt128)Each * (2_000_100 + 65_536_000_000_000), snapshot.ExactSumNanoseconds);
    }

    [Fact]
    public void AllOctavesAreAllocatedOnceUnderContention()
    {
        var buckets = new StripedBuckets(TickUnit.TimeSpan, exactSum: false, copies: 1);

        Threads.Run(
            _ =>
            {
                for (long ticks = 1; ticks < 1L << 39; ticks *= 2)
                {
                    buckets.Record(ticks, TickUnit.TimeSpan);
                }
            },
            () => buckets.Read(second: null));

        Assert.Equal(Threads.Writers * 39, buckets.Read(second: null).Count);
    }

    // The goal of issue and documentation: three decades of latency in at most 16 KB per stripe, however many durations there are.
    [Theory]
    [InlineData(10_000, 10_000_000)]
    [InlineData(100, 100_000)]
    public void ThreeDecadesFitSixteenKilobytes(long fromTicks, long toTicks)
    {
        RecordAll(new StripedBuckets(TickUnit.TimeSpan, exactSum: false, copies: 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var buckets = new StripedBuckets(TickUnit.TimeSpan, exactSum: false, copies: 1);
        RecordAll(buckets);
        var once = GC.GetAllocatedBytesForCurrentThread();
        RecordAll(buckets);
        var twice = GC.GetAllocatedBytesForCurrentThread();

        // The other stripes have tables of pages, and share the pages of the first.
        var tables = (ProcessorStripes.Count - 1) * 64 * sizeof(long);
        Assert.InRange(once - before - tables, 10_000, 16 * 1024);
        Assert.Equal(once, twice);

        void RecordAll(StripedBuckets buckets)
        {
            for (double ticks = fromTicks; ticks <= toTicks; ticks *= 1.0005)
            {
                buckets.Record((long)ticks, TickUnit.TimeSpan);
            }

            Increment(buckets, toTicks);
        }
    }

    // The page exists, unless the thread has just moved to a processor that has not met it.
    private static void Increment(StripedBuckets buckets, long ticks)
    {
        var octave = TickUnit.OctaveOf(ticks);
        if (!StripedBuckets.TryIncrement(buckets.Pages, octave, TickUnit.TimeSpan.SlotOf(ticks, octave)))
        {
            buckets.RecordMany(TickUnit.TimeSpan.CellOf(ticks), 1, nanoseconds: 0);
        }
    }
}

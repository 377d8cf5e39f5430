using CsCheck;
using PerfAnalyzers.Runtime.Planning.Caching;

namespace PerfAnalyzers.Runtime.Tests.Planning.Caching;

public sealed class CacheModelTests
{
    // The figures of the teaching document: cache 1 ms, store 20 ms, every second read found.
    private static readonly CacheModelOptions Options = new()
    {
        HitRatio = 0.5,
        Lookup = Milliseconds(1),
        Fill = Milliseconds(1),
        StoreRead = Milliseconds(20),
        StoreWrite = Milliseconds(20),
        WriteBehind = new() { WritesPerSecond = 50, DrainPerSecond = 100, QueueLimit = 3 },
    };

    public static TheoryData<CacheStrategy> Strategies => new(Enum.GetValues<CacheStrategy>());

    [Theory, MemberData(nameof(Strategies))]
    public void HitRatioAndFillCountInEveryStrategy(CacheStrategy strategy)
    {
        var estimate = new CacheModel(Options).Estimate(strategy);

        Assert.Equal(Milliseconds(11.5), estimate.MeanRead);
        Assert.Equal((Milliseconds(1), Milliseconds(22)), (estimate.Hit, estimate.Miss));
        Assert.Equal(0.5, estimate.StoreShare);
        Assert.Equal(20 / 11.5, estimate.LatencyFactor!.Value, 1e-9);
    }

    [Theory]
    [InlineData(CacheStrategy.LookAside, 20.5)]
    [InlineData(CacheStrategy.ReadThrough, 20.5)]
    [InlineData(CacheStrategy.WriteThroughSerial, 21)]
    [InlineData(CacheStrategy.WriteThroughParallel, 20)]
    // 1 ms, and one write in eight (0.5^3) waits 1 / (100 - 50) s.
    [InlineData(CacheStrategy.WriteBehind, 3.5)]
    public void WritesDiffer(CacheStrategy strategy, double milliseconds) => Assert.Equal(
        Milliseconds(milliseconds),
        new CacheModel(Options with { Remove = Milliseconds(0.5) }).Estimate(strategy).MeanWrite);

    [Fact]
    public void ReadsAndWritesAreMixedByTheirShare()
    {
        var estimate = new CacheModel(Options with { WriteShare = 0.2 }).Estimate(CacheStrategy.WriteThroughSerial);

        Assert.Equal(Milliseconds((0.8 * 11.5) + (0.2 * 21)), estimate.MeanOperation);
        Assert.Equal(Milliseconds(20), estimate.UncachedOperation);
        Assert.Equal(0.6, estimate.StoreShare, 1e-12);
    }

    [Fact]
    public void BreakEvenIsWhereTheCacheCostsWhatItSaves()
    {
        Assert.Equal(2 / 21.0, new CacheModel(Options).BreakEvenHitRatio(CacheStrategy.LookAside)!.Value, 1e-12);
        Assert.Null(new CacheModel(Options with { WriteShare = 1 }).BreakEvenHitRatio(CacheStrategy.WriteThroughSerial));
        Assert.Null(new CacheModel(Options with { StoreRead = Milliseconds(0.5) }).BreakEvenHitRatio(CacheStrategy.LookAside));
        Assert.Equal(0, new CacheModel(Options with { WriteShare = 0.9 }).BreakEvenHitRatio(CacheStrategy.WriteBehind));
    }

    [Fact]
    public void AtBreakEvenCachedAndUncachedAreEqual() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 5_000], Gen.Int[1, 50_000], Gen.Double[0, 0.9]).Sample((lookup, fill, store, writes) =>
        {
            var options = Options with
            {
                Lookup = TimeSpan.FromMicroseconds(lookup),
                Fill = TimeSpan.FromMicroseconds(fill),
                StoreRead = TimeSpan.FromMicroseconds(store),
                WriteShare = writes,
            };
            var breakEven = new CacheModel(options).BreakEvenHitRatio(CacheStrategy.LookAside);
            if (breakEven is null)
            {
                Assert.True(new CacheModel(options with { HitRatio = 1 }).Estimate(CacheStrategy.LookAside).LatencyFactor <= 1.000001);
                return;
            }

            var there = new CacheModel(options with { HitRatio = breakEven.Value }).Estimate(CacheStrategy.LookAside);
            Assert.Equal(there.UncachedOperation.TotalMicroseconds, there.MeanOperation!.Value.TotalMicroseconds, 0.3);
        });

    [Fact]
    public void AStoreThatCannotKeepUpSaturatesTheQueue()
    {
        var options = Options with { WriteShare = 0.5, WriteBehind = new() { WritesPerSecond = 200, DrainPerSecond = 100, QueueLimit = 1_000 } };
        var estimate = new CacheModel(options).Estimate(CacheStrategy.WriteBehind);

        Assert.True(estimate.WriteBehind!.IsSaturated);
        Assert.Null(estimate.MeanWrite);
        Assert.Null(estimate.MeanOperation);
        Assert.Null(estimate.LatencyFactor);
        Assert.Equal(100, estimate.WriteBehind.SustainedPerSecond);
        Assert.Equal(1_000, estimate.WriteBehind.WritesAtRisk);
        Assert.Equal(TimeSpan.FromSeconds(10), estimate.WriteBehind.LossWindow);
        Assert.Null(new CacheModel(options).BreakEvenHitRatio(CacheStrategy.WriteBehind));
    }

    [Fact]
    public void TheQueueIsWhatACrashLoses()
    {
        var estimate = new CacheModel(Options with { WriteBehind = Options.WriteBehind! with { QueueLimit = 1_000, FlushInterval = TimeSpan.FromSeconds(2), Keys = 1_020 } })
            .Estimate(CacheStrategy.WriteBehind).WriteBehind!;

        // Half of 2 s at 50 per second, and one in the M/M/1 queue at u = 0.5.
        Assert.Equal(51, estimate.WritesAtRisk, 1e-9);
        Assert.Equal(1_000, estimate.MaxWritesAtRisk);
        Assert.Equal(TimeSpan.FromSeconds(1.02), estimate.LossWindow);
        Assert.Equal(0.5 * 0.05, estimate.StaleReadShare!.Value, 1e-12);
        Assert.Equal(0, estimate.ProbabilityOfWaiting, 1e-12);
    }

    // M/M/1 with writers that wait outside of K places, simulated.
    [Fact]
    public void ASimulationOfTheQueueAgrees()
    {
        var random = new Random(7);
        const int Limit = 4;
        const double Writes = 80, Drain = 100;
        var accepted = new List<double>();
        double now = 0, free = 0, waits = 0;
        const int Count = 300_000;
        for (var i = 0; i < Count; i++)
        {
            now -= Math.Log(1 - random.NextDouble()) / Writes;

            // Departures in order; a write gets a place when the Limit-th before it has left.
            var place = i >= Limit ? Math.Max(now, accepted[i - Limit]) : now;
            waits += place - now;
            free = Math.Max(free, now) - (Math.Log(1 - random.NextDouble()) / Drain);
            accepted.Add(free);
        }

        var estimate = new CacheModel(Options with { WriteBehind = new() { WritesPerSecond = Writes, DrainPerSecond = Drain, QueueLimit = Limit } })
            .Estimate(CacheStrategy.WriteBehind).WriteBehind!;
        Assert.Equal(estimate.MeanWait!.Value.TotalMilliseconds, waits / Count * 1000, estimate.MeanWait.Value.TotalMilliseconds * 0.05);
    }

    [Fact]
    public void TimesBeyondTheRangeAreTheLongest()
    {
        var estimate = new CacheModel(Options with { StoreRead = TimeSpan.MaxValue, HitRatio = 0 }).Estimate(CacheStrategy.LookAside);

        Assert.Equal((TimeSpan.MaxValue, TimeSpan.MaxValue), (estimate.Miss, estimate.MeanRead));
    }

    [Fact]
    public void HostileOptionsAreNamed()
    {
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new CacheModel(null!)).ParamName);
        Named("HitRatio", Options with { HitRatio = 1.01 });
        Named("HitRatio", Options with { HitRatio = double.NaN });
        Named("WriteShare", Options with { WriteShare = -0.1 });
        Named("Lookup", Options with { Lookup = Milliseconds(-1) });
        Named("Fill", Options with { Fill = Milliseconds(-1) });
        Named("Remove", Options with { Remove = Milliseconds(-1) });
        Named("StoreRead", Options with { StoreRead = TimeSpan.Zero });
        Named("StoreWrite", Options with { StoreWrite = TimeSpan.Zero });
        Named("QueueLimit", Options with { WriteBehind = Options.WriteBehind! with { QueueLimit = 0 } });
        Named("DrainPerSecond", Options with { WriteBehind = Options.WriteBehind! with { DrainPerSecond = 0 } });
        Named("Keys", Options with { WriteBehind = Options.WriteBehind! with { Keys = 0.5 } });
        Assert.Equal("strategy", Assert.Throws<ArgumentException>(() => new CacheModel(Options with { WriteBehind = null }).Estimate(CacheStrategy.WriteBehind)).ParamName);
        Assert.Equal("strategy", Assert.Throws<ArgumentOutOfRangeException>(() => new CacheModel(Options).Estimate((CacheStrategy)9)).ParamName);

        static void Named(string property, CacheModelOptions options) => Assert.Contains(
            property,
            Assert.Throws<ArgumentOutOfRangeException>(() => new CacheModel(options).Estimate(CacheStrategy.WriteBehind)).Message,
            StringComparison.Ordinal);
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMicroseconds(value * 1000);
}

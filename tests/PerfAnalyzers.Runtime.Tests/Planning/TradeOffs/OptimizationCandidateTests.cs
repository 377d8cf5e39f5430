using PerfAnalyzers.Runtime.Planning;
using PerfAnalyzers.Runtime.Planning.TradeOffs;

namespace PerfAnalyzers.Runtime.Tests.Planning.TradeOffs;

public sealed class OptimizationCandidateTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void ACacheIsItsModel()
    {
        var candidate = new CachingCandidate(new()
        {
            HitRatio = 0.5,
            Lookup = Millisecond,
            Fill = Millisecond,
            StoreRead = 20 * Millisecond,
            StoreWrite = 20 * Millisecond,
        });

        Assert.Equal(2 / 21.0, candidate.FlipHitRatio!.Value, 1e-12);
        Assert.Equal((8.5 * Millisecond, 2), (candidate.Estimate().LatencySaved, candidate.Estimate().CapacityFactor));
        Assert.Equal("50 % of the operations still reach the store; the cache pays from a hit ratio of 10 % on, and 50 % is expected.", candidate.Estimate().Reason);
    }

    [Fact]
    public void APoolPaysUntilItsWaitIsLongerThanMakingOne()
    {
        // HTTPS request: 5.8 ms to connect, 100 requests per second of 50 ms keep 5 connections busy.
        PoolingCandidate Of(int size) => new(5.8 * Millisecond, 50 * Millisecond, 100, size);
        var flip = Of(1).FlipSize;

        Assert.InRange(flip, 6, 12);
        Assert.True(Of(flip).Estimate().LatencySaved >= TimeSpan.Zero);
        Assert.True(Of(flip - 1).Estimate().LatencySaved < TimeSpan.Zero);
        Assert.Equal(TimeSpan.MinValue, Of(5).Estimate().LatencySaved);
        Assert.Equal(0.2, Of(1).Estimate().CapacityFactor, 1e-12);
        Assert.InRange(new PoolingCandidate(TimeSpan.Zero, 50 * Millisecond, 20_000, 1).FlipSize, 1_001, 1_300);
        Assert.Equal(55.8 / 50, Of(20).Estimate().CapacityFactor, 1e-12);
    }

    [Fact]
    public void CompressionPaysOnLinksSlowerThanItsFlipRate()
    {
        // Brotli, fastest: 0.42 ms takes 75 % of 57 kB.
        CompressionCandidate On(double megabits) => new(
            ByteSize.FromKilobytes(57), 0.25, 0.42 * Millisecond, TimeSpan.Zero, BitRate.FromMegabitsPerSecond(megabits), 2);

        Assert.Equal(57_000 * 8 * 0.75 / 0.42e-3, On(1).FlipRate!.Value.BitsPerSecond, 1);
        Assert.True(On(810).Estimate().LatencySaved > TimeSpan.Zero);
        Assert.True(On(820).Estimate().LatencySaved < TimeSpan.Zero);
        Assert.Equal(4, On(100).Estimate().CapacityFactor, 1e-9);

        // 2 / 0.42 ms is what two cores compress, less than what 10 Gbit/s carry as it is.
        Assert.Equal(2 / 0.42e-3, On(10_000).CompressedPerSecond, 1e-6);
        Assert.True(On(10_000).Estimate().CapacityFactor < 1);
        Assert.Null(new CompressionCandidate(ByteSize.FromKilobytes(1), 1, Millisecond, TimeSpan.Zero, BitRate.FromMegabitsPerSecond(1), 1).FlipRate);
    }

    [Fact]
    public void BlockingIsLimitedByItsThreads()
    {
        // Measured: Thread.Sleep(50) 98 requests per second, await 1,649, on 2 cores (5 threads, 1.2 ms of CPU).
        var candidate = new AsynchronyCandidate(500, 1.2 * Millisecond, 50 * Millisecond, cores: 2, threads: 5);

        Assert.InRange(candidate.BlockingPerSecond, 97, 99);
        Assert.InRange(candidate.AsynchronousPerSecond, 1_649, 1_670);
        Assert.Equal(86, candidate.FlipThreads);
        Assert.Equal(TimeSpan.MaxValue, candidate.Estimate().LatencySaved);
        Assert.Equal(1, new AsynchronyCandidate(500, 1.2 * Millisecond, 50 * Millisecond, 2, 86).Estimate().CapacityFactor, 1e-12);
        Assert.True(new AsynchronyCandidate(500, 1.2 * Millisecond, 50 * Millisecond, 2, 85).Estimate().CapacityFactor > 1);
        Assert.Equal(2, new AsynchronyCandidate(1, Millisecond, TimeSpan.Zero, 2, 2).FlipThreads);
    }

    [Fact]
    public void ConcurrencyPaysUpToThePeak()
    {
        var law = new UniversalScalabilityLaw(1_000, 0, 0.01);

        Assert.Equal(10, new ConcurrencyCandidate(law, 1, 2).FlipConcurrency, 1e-12);
        Assert.True(new ConcurrencyCandidate(law, 8, 10).Estimate().CapacityFactor > 1);
        Assert.True(new ConcurrencyCandidate(law, 10, 12).Estimate().CapacityFactor < 1);
        Assert.True(new ConcurrencyCandidate(law, 8, 10).Estimate().LatencySaved < TimeSpan.Zero);
        Assert.True(new ConcurrencyCandidate(law, 10, 8).Estimate().LatencySaved > TimeSpan.Zero);
    }

    [Fact]
    public void CallsTogetherTakeAsLongAsTheLongest()
    {
        var effect = new ParallelCallsCandidate([50 * Millisecond, 50 * Millisecond, 40 * Millisecond]).Estimate();

        Assert.Equal((90 * Millisecond, 1), (effect.LatencySaved, effect.CapacityFactor));
        Assert.Equal(TimeSpan.Zero, new ParallelCallsCandidate([Millisecond]).Estimate().LatencySaved);
    }

    [Fact]
    public void SplitQueriesPayOnShortRoundTrips()
    {
        SplitQueryCandidate At(double roundTrip) => new(200, [10, 10], 17 * TimeSpan.FromMicroseconds(1), roundTrip * Millisecond);

        // 20,000 rows in place of 4,200, 17 us each, two round trips more.
        Assert.Equal(TimeSpan.FromMilliseconds(15_800 * 0.017 / 2), At(1).FlipRoundTrip);
        Assert.True(At(134).Estimate().LatencySaved > TimeSpan.Zero);
        Assert.True(At(135).Estimate().LatencySaved < TimeSpan.Zero);
        Assert.Equal(20_000 / 4_200.0, At(1).Estimate().CapacityFactor, 1e-12);
        Assert.Equal(TimeSpan.Zero, new SplitQueryCandidate(100, [1, 0], Millisecond, Millisecond).FlipRoundTrip);
    }

    [Fact]
    public void FiguresAtTheEndOfTheRangeHaveAnEffect()
    {
        Assert.Equal(TimeSpan.MaxValue, new PoolingCandidate(TimeSpan.MaxValue, TimeSpan.FromTicks(1), 1, 1).Estimate().LatencySaved);
        Assert.Null(new CompressionCandidate(ByteSize.FromBytes(double.Epsilon), 0.99, Millisecond, Millisecond, BitRate.FromBitsPerSecond(1), 1).FlipRate);
        Assert.Equal(double.MaxValue, new CompressionCandidate(ByteSize.FromBytes(double.MaxValue), 0.1, Millisecond, Millisecond, BitRate.FromBitsPerSecond(1), 1).FlipRate!.Value.BitsPerSecond);
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        var size = ByteSize.FromKilobytes(1);
        var link = BitRate.FromMegabitsPerSecond(1);
        Named("options", () => new CachingCandidate(null!));
        Named("creationTime", () => new PoolingCandidate(-Millisecond, Millisecond, 1, 1));
        Named("holdTime", () => new PoolingCandidate(Millisecond, TimeSpan.Zero, 1, 1));
        Named("size", () => new PoolingCandidate(Millisecond, Millisecond, 1, 0));
        Named("size", () => new PoolingCandidate(Millisecond, Millisecond, 1, int.MaxValue));
        Named("threads", () => new AsynchronyCandidate(1, Millisecond, Millisecond, 1, int.MaxValue));
        Named("payload", () => new CompressionCandidate(default, 0.5, Millisecond, Millisecond, link, 1));
        Named("shareLeft", () => new CompressionCandidate(size, 1.5, Millisecond, Millisecond, link, 1));
        Named("shareLeft", () => new CompressionCandidate(size, 0, Millisecond, Millisecond, link, 1));
        Named("link", () => new CompressionCandidate(size, 0.5, Millisecond, Millisecond, default, 1));
        Named("cpuPerRequest", () => new AsynchronyCandidate(1, TimeSpan.Zero, Millisecond, 1, 1));
        Named("threads", () => new AsynchronyCandidate(1, Millisecond, Millisecond, 1, 0));
        Named("law", () => new ConcurrencyCandidate(null!, 1, 1));
        Named("now", () => new ConcurrencyCandidate(new(1, 0, 0), 0.5, 1));
        Named("then", () => new ConcurrencyCandidate(new(1, 0, 0), 1, double.NaN));
        Named("calls", () => new ParallelCallsCandidate([]));
        Named("calls", () => new ParallelCallsCandidate([-Millisecond]));
        Named("collectionSizes", () => new SplitQueryCandidate(1, [], Millisecond, Millisecond));
        Named("collectionSizes", () => new SplitQueryCandidate(1, [double.NaN], Millisecond, Millisecond));
        Named("perRow", () => new SplitQueryCandidate(1, [1], TimeSpan.Zero, Millisecond));

        static void Named(string parameter, Func<object> make) =>
            Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(make).ParamName);
    }
}

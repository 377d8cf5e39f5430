using CsCheck;
using PerfAnalyzers.Runtime.Planning.TradeOffs;

namespace PerfAnalyzers.Runtime.Tests.Planning.TradeOffs;

public sealed class BatchingCandidateTests
{
    [Theory]
    // NpgsqlBatch at 1,000 rows per second: the capacity gives the service time, p50 was measured.
    [InlineData(10, 2_385, 7.6, 0.2)]
    [InlineData(50, 14_943, 27, 0.05)]
    [InlineData(200, 19_899, 108, 0.05)]
    public void TheModelIsNearWhatWasMeasured(int size, double capacity, double milliseconds, double tolerance)
    {
        var candidate = new BatchingCandidate(TimeSpan.FromSeconds(size / capacity), TimeSpan.Zero, 1_000, size);

        Assert.Equal(capacity, candidate.CapacityPerSecond(size), capacity * 1e-4);
        Assert.Equal(milliseconds, candidate.MeanLatency(size)!.Value.TotalMilliseconds, milliseconds * tolerance);
    }

    [Fact]
    public void SingleCallsSaturateAndBatchesDoNot()
    {
        var candidate = new BatchingCandidate(TimeSpan.FromMilliseconds(2.4), TimeSpan.FromMicroseconds(40), 1_000, 10);

        Assert.Null(candidate.MeanLatency(1));
        Assert.Equal(TimeSpan.MaxValue, candidate.Estimate().LatencySaved);
        Assert.Equal(8.7, candidate.Estimate().CapacityFactor, 0.05);
        Assert.InRange(candidate.BestSize!.Value, 3, 9);
        Assert.InRange(candidate.FlipRate!.Value, 300, 410);
    }

    [Fact]
    public void BelowTheFlipRateBatchesCostLatency() =>
        Gen.Select(Gen.Double[0.1, 10], Gen.Double[0, 1], Gen.Int[2, 200]).Sample((call, item, size) =>
        {
            BatchingCandidate At(double rate) => new(TimeSpan.FromMilliseconds(call), TimeSpan.FromMilliseconds(item), rate, size);
            var flip = At(1).FlipRate!.Value;

            Assert.True(flip < At(1).CapacityPerSecond(1));
            Assert.True(At(flip * 0.98).Estimate().LatencySaved < TimeSpan.Zero);
            Assert.True(At(flip * 1.02).Estimate().LatencySaved > TimeSpan.Zero);
        });

    [Fact]
    public void WithoutACostOfTheCallBatchesNeverPay()
    {
        var candidate = new BatchingCandidate(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), 500, 10);

        Assert.Null(candidate.FlipRate);
        Assert.Equal(1, candidate.BestSize);
        Assert.Equal(1, candidate.Estimate().CapacityFactor, 1e-12);
        Assert.True(candidate.Estimate().LatencySaved < TimeSpan.Zero);
        Assert.Null(new BatchingCandidate(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), 1_500, 10).BestSize);
    }

    [Theory]
    [InlineData(1, 0.7)]
    [InlineData(5, 0.8)]
    [InlineData(20, 0.5)]
    public void ASimulationAgrees(int size, double utilization)
    {
        const double Call = 0.002, Item = 0.0001;
        var service = Call + (size * Item);
        var rate = utilization * size / service;
        var random = new Random(5);
        double now = 0, free = 0, sum = 0;
        const int Batches = 100_000;
        var arrived = new double[size];
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var i = 0; i < size; i++)
                arrived[i] = now -= Math.Log(1 - random.NextDouble()) / rate;
            free = Math.Max(free, now) + service;
            sum += arrived.Sum(at => free - at);
        }

        var model = new BatchingCandidate(TimeSpan.FromSeconds(Call), TimeSpan.FromSeconds(Item), rate, size).MeanLatency(size)!.Value.TotalSeconds;
        Assert.Equal(sum / Batches / size, model, model * 0.05);
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        var time = TimeSpan.FromMilliseconds(1);
        Assert.Equal("perCall", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchingCandidate(-time, time, 1, 1)).ParamName);
        Assert.Equal("perItem", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchingCandidate(TimeSpan.Zero, TimeSpan.Zero, 1, 1)).ParamName);
        Assert.Equal("itemsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchingCandidate(time, time, 0, 1)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchingCandidate(time, time, 1, 0)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchingCandidate(time, time, 1, 1).MeanLatency(0)).ParamName);
    }
}

using CsCheck;
using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class MultiServerQueueTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    // Computed with whole fractions from a^c/c! c/(c-a) / (sum of a^k/k! + the same).
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 1.6, 0.7111111111111111)]
    [InlineData(3, 2, 0.4444444444444444)]
    [InlineData(5, 4, 0.5541125541125541)]
    [InlineData(10, 9, 0.668731524107697)]
    [InlineData(25, 20, 0.2091028265988366)]
    [InlineData(100, 90, 0.2169404809063664)]
    [InlineData(1000, 950, 0.06825341537714143)]
    public void ProbabilityOfWaiting(int servers, double load, double expected) =>
        Assert.Equal(expected, new MultiServerQueue(servers, load, Second).ProbabilityOfWaiting, 1e-12);

    [Theory]
    // Erlang C tables print the load at which 5 % or 1 % wait, to two places.
    [InlineData(8, 3.87, 0.05)]
    [InlineData(10, 4.08, 0.01)]
    public void TabulatedLoads(int servers, double load, double expected)
    {
        Assert.True(new MultiServerQueue(servers, load - 0.01, Second).ProbabilityOfWaiting < expected);
        Assert.True(new MultiServerQueue(servers, load + 0.01, Second).ProbabilityOfWaiting > expected);
    }

    [Fact]
    public void ManyServersNeitherOverflowNorVanish()
    {
        Assert.Equal(0.3812, new MultiServerQueue(12_421, 12_345, Second).ProbabilityOfWaiting, 5e-5);
        Assert.Equal(0, new MultiServerQueue(100_000, 1e-3, Second).ProbabilityOfWaiting);
        Assert.InRange(new MultiServerQueue(1_000_000, 999_999, Second).ProbabilityOfWaiting, 0.99, 1);
    }

    [Fact]
    public void OneServerIsMM1()
    {
        var queue = new MultiServerQueue(1, 80, TimeSpan.FromMilliseconds(10));

        Assert.Equal(0.8, queue.Utilization, 1e-12);
        Assert.Equal(TimeSpan.FromMilliseconds(40), queue.MeanWait);
        Assert.Equal(TimeSpan.FromMilliseconds(50), queue.MeanResponseTime);
        Assert.Equal(3.2, queue.MeanWaiting!.Value, 1e-12);
        // P(W > t) = 0.8 e^(-20 t), so p90 is ln(8) / 20 s.
        Assert.Equal(Math.Log(8) / 20, queue.WaitPercentile(90)!.Value.TotalSeconds, 1e-7);
        Assert.Equal(TimeSpan.Zero, queue.WaitPercentile(20));
        Assert.Equal(0.8 * Math.Exp(-2), queue.ProbabilityOfWaitingLongerThan(TimeSpan.FromMilliseconds(100)), 1e-12);
    }

    [Fact]
    public void AQueueThatGrowsHasNoMean()
    {
        var queue = new MultiServerQueue(2, 2, Second);

        Assert.False(queue.IsStable);
        Assert.Equal(1, queue.ProbabilityOfWaiting);
        Assert.Null(queue.MeanWait);
        Assert.Null(queue.MeanResponseTime);
        Assert.Null(queue.MeanWaiting);
        Assert.Null(queue.WaitPercentile(50));
        Assert.Equal(1, queue.ProbabilityOfWaitingLongerThan(Second));
    }

    [Fact]
    public void ASimulationAgrees()
    {
        const int Servers = 3;
        const double Rate = 2.4;
        var random = new Random(20261124);
        var free = new double[Servers];
        var waits = new double[400_000];
        double now = 0;
        for (var i = 0; i < waits.Length; i++)
        {
            now += -Math.Log(1 - random.NextDouble()) / Rate;
            var first = Array.IndexOf(free, free.Min());
            var start = Math.Max(now, free[first]);
            waits[i] = start - now;
            free[first] = start - Math.Log(1 - random.NextDouble());
        }

        Array.Sort(waits);
        var queue = new MultiServerQueue(Servers, Rate, Second);
        Assert.Equal(queue.ProbabilityOfWaiting, waits.Count(wait => wait > 0) / (double)waits.Length, 0.01);
        Assert.Equal(queue.MeanWait!.Value.TotalSeconds, waits.Average(), 0.05);
        Assert.Equal(queue.WaitPercentile(95)!.Value.TotalSeconds, waits[(int)(waits.Length * 0.95)], 0.2);
    }

    [Fact]
    public void ThePoolIsAsSmallAsTheTargetAllows() =>
        Gen.Select(Gen.Double[0.1, 500], Gen.Int[1, 200], Gen.Int[0, 50], Gen.Double[0, 99.9]).Sample((rate, service, wait, percentile) =>
        {
            var maxWait = TimeSpan.FromMilliseconds(wait);
            var pool = MultiServerQueue.SmallestFor(rate, TimeSpan.FromMilliseconds(service), maxWait, percentile);

            Assert.True(pool.WaitPercentile(percentile) <= maxWait);
            if (pool.Servers > 1)
            {
                var smaller = new MultiServerQueue(pool.Servers - 1, rate, TimeSpan.FromMilliseconds(service));
                Assert.False(smaller.WaitPercentile(percentile) <= maxWait);
            }
        });

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("servers", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(0, 1, Second)).ParamName);
        Assert.Equal("servers", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(MultiServerQueue.MaxServers + 1, 1, Second)).ParamName);
        Assert.Equal("arrivalsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(1, double.NaN, Second)).ParamName);
        Assert.Equal("meanServiceTime", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(1, 1, TimeSpan.Zero)).ParamName);
        Assert.Equal("percentile", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(1, 0.5, Second).WaitPercentile(100)).ParamName);
        Assert.Equal("percentile", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(1, 0.5, Second).WaitPercentile(double.NaN)).ParamName);
        Assert.Equal("time", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiServerQueue(1, 0.5, Second).ProbabilityOfWaitingLongerThan(-Second)).ParamName);
        Assert.Equal("maxWait", Assert.Throws<ArgumentOutOfRangeException>(() => MultiServerQueue.SmallestFor(1, Second, -Second)).ParamName);
        Assert.Equal("arrivalsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => MultiServerQueue.SmallestFor(1e8, Second, Second)).ParamName);
    }
}

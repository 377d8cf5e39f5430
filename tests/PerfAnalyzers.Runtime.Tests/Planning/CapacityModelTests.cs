using CsCheck;
using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class CapacityModelTests
{
    private static readonly ResourceDemand Cpu = ResourceDemand.Cpu(8, Frequency.FromGigahertz(3), 2, 1e6);

    [Fact]
    public void EightCoresServe48000Requests() => Assert.Equal(48_000, new CapacityModel([Cpu]).MaxThroughputPerSecond, 1e-9);

    [Fact]
    public void AFastEthernetServes1250RequestsOfTenKilobytes()
    {
        var link = ResourceDemand.Link("LAN", BitRate.FromMegabitsPerSecond(100), ByteSize.FromKilobytes(10));

        Assert.Equal(1_250, link.CapacityPerSecond, 1e-9);
        Assert.Equal(100, ResourceDemand.Transfer("disk", ByteRate.FromMegabytesPerSecond(1), ByteSize.FromKilobytes(10)).CapacityPerSecond, 1e-9);
        Assert.Equal(5_000, ResourceDemand.Operations("SSD", 20_000, 4).CapacityPerSecond, 1e-9);
    }

    [Fact]
    public void TheBottleneckIsNamed()
    {
        var model = new CapacityModel(
        [
            Cpu,
            ResourceDemand.Link("LAN", BitRate.FromGigabitsPerSecond(1), ByteSize.FromKilobytes(10)),
            ResourceDemand.Held("connections", 20, TimeSpan.FromMilliseconds(2)),
        ]);

        Assert.Equal("connections", model.Bottleneck.Name);
        Assert.Equal(10_000, model.MaxThroughputPerSecond, 1e-6);
        Assert.Equal([5_000 / 48_000.0, 5_000 / 12_500.0, 0.5], model.UtilizationAt(5_000).Select(each => each.Utilization), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1.5, model.UtilizationAt(15_000)[2].Utilization, 1e-12);
    }

    // Lazowska et al., "Quantitative System Performance", section 5.3, interactive example: D = 5 + 4 + 3 s, Z = 15 s.
    [Fact]
    public void BoundsOfTheTextbook()
    {
        var model = new CapacityModel(
            [
                ResourceDemand.Service("CPU", TimeSpan.FromSeconds(5)),
                ResourceDemand.Service("disk 1", TimeSpan.FromSeconds(4)),
                ResourceDemand.Service("disk 2", TimeSpan.FromSeconds(3)),
            ],
            thinkTime: TimeSpan.FromSeconds(15));

        Assert.Equal(TimeSpan.FromSeconds(12), model.MinResponseTime);
        Assert.Equal(0.2, model.MaxThroughputPerSecond);
        Assert.Equal(5.4, model.SaturationUsers, 1e-12);
        Assert.Equal(1 / 27.0, model.ThroughputBound(1), 1e-15);
        Assert.Equal(0.2, model.ThroughputBound(6), 1e-15);
        Assert.Equal(TimeSpan.FromSeconds(12), model.ResponseTimeBound(1));
        Assert.Equal(TimeSpan.FromSeconds(85), model.ResponseTimeBound(20));
    }

    [Fact]
    public void HeadroomIsMeasuredAtTheBottleneck()
    {
        var headroom = new CapacityModel([Cpu]).HeadroomAt(16_800);

        Assert.Equal(33_600, headroom.LimitPerSecond, 1e-6);
        Assert.Equal(16_800, headroom.SparePerSecond, 1e-6);
        Assert.Equal(2, headroom.GrowthFactor, 1e-12);
        Assert.True(new CapacityModel([Cpu]).HeadroomAt(40_000).SparePerSecond < 0);
    }

    [Fact]
    public void AtHalfItsCapacityASingleServerTakesTwiceTheServiceTime()
    {
        var model = new CapacityModel([ResourceDemand.Service("disk", TimeSpan.FromMilliseconds(10))]);

        var prediction = model.PredictAt(50)!;

        Assert.Equal(TimeSpan.FromMilliseconds(10), prediction.WaitingTime);
        Assert.Equal(TimeSpan.FromMilliseconds(20), prediction.ResponseTime);
        Assert.Equal(1, prediction.Concurrency, 1e-12);
        Assert.Null(model.PredictAt(100));
    }

    [Fact]
    public void WhatIsHeldIsNoPartOfTheResponseTimeButItsWaitIs()
    {
        var model = new CapacityModel(
        [
            ResourceDemand.Service("database", TimeSpan.FromMilliseconds(10), servers: 4),
            ResourceDemand.Held("connection", 1, TimeSpan.FromMilliseconds(10)),
        ]);

        Assert.Equal(TimeSpan.FromMilliseconds(10), model.MinResponseTime);
        Assert.Equal("connection", model.Bottleneck.Name);
        Assert.InRange(model.PredictAt(50)!.ResponseTime, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20.1));
    }

    [Fact]
    public void MemoryBoundsWhatIsInFlight()
    {
        var memory = ResourceDemand.Memory("heap", ByteSize.FromGibibytes(1), ByteSize.FromMebibytes(1), TimeSpan.FromMilliseconds(100));

        Assert.Equal(1024, memory.Servers);
        Assert.Equal(10_240, memory.CapacityPerSecond, 1e-9);
        Assert.NotNull(new CapacityModel(
            [ResourceDemand.Memory("heap", ByteSize.FromGigabytes(1e6), ByteSize.FromBytes(1), TimeSpan.FromMilliseconds(1))]).PredictAt(1));
        Assert.Equal("perRequest", Assert.Throws<ArgumentOutOfRangeException>(
            () => ResourceDemand.Memory("heap", ByteSize.FromMebibytes(1), ByteSize.FromGibibytes(1), TimeSpan.FromSeconds(1))).ParamName);
    }

    // A closed system of exponential servers, solved exactly (mean value analysis), stays within the bounds.
    [Fact]
    public void TheExactSolutionLiesWithinTheBounds() =>
        Gen.Select(Gen.Double[0.001, 1].Array[1, 5], Gen.Double[0, 3], Gen.Int[1, 60]).Sample((demands, think, users) =>
        {
            var model = new CapacityModel(
                demands.Select((demand, i) => ResourceDemand.Service("r" + i, TimeSpan.FromSeconds(demand))),
                TimeSpan.FromSeconds(think));
            var queues = new double[demands.Length];
            double throughput = 0, response = 0;
            for (var n = 1; n <= users; n++)
            {
                var residence = demands.Select((demand, i) => demand * (1 + queues[i])).ToArray();
                response = residence.Sum();
                throughput = n / (response + think);
                queues = [.. residence.Select(each => each * throughput)];
            }

            Assert.True(throughput <= model.ThroughputBound(users) * 1.0001);
            Assert.True(response >= model.ResponseTimeBound(users).TotalSeconds * 0.9999);
        });

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        var model = new CapacityModel([Cpu]);

        Assert.Equal("resources", Assert.Throws<ArgumentException>(() => new CapacityModel([])).ParamName);
        Assert.Equal("resources", Assert.Throws<ArgumentException>(() => new CapacityModel([Cpu, Cpu])).ParamName);
        Assert.Equal("resources", Assert.Throws<ArgumentNullException>(() => new CapacityModel([null!])).ParamName);
        Assert.Equal("thinkTime", Assert.Throws<ArgumentOutOfRangeException>(() => new CapacityModel([Cpu], TimeSpan.FromTicks(-1))).ParamName);
        Assert.Equal("users", Assert.Throws<ArgumentOutOfRangeException>(() => model.ThroughputBound(0)).ParamName);
        Assert.Equal("users", Assert.Throws<ArgumentOutOfRangeException>(() => model.ResponseTimeBound(double.NaN)).ParamName);
        Assert.Equal("throughputPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => model.UtilizationAt(-1)).ParamName);
        Assert.Equal("maxUtilization", Assert.Throws<ArgumentOutOfRangeException>(() => model.HeadroomAt(1, 1.1)).ParamName);
        Assert.Equal("maxUtilization", Assert.Throws<ArgumentOutOfRangeException>(() => model.HeadroomAt(1, 0)).ParamName);
        Assert.Equal("arrivalsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => model.PredictAt(0)).ParamName);
        Assert.Equal("cores", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Cpu(0, Frequency.FromGigahertz(1), 1, 1)).ParamName);
        Assert.Equal("clock", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Cpu(1, default, 1, 1)).ParamName);
        Assert.Equal("instructionsPerCycle", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Cpu(1, Frequency.FromGigahertz(1), 0, 1)).ParamName);
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Link("l", default, ByteSize.FromBytes(1))).ParamName);
        Assert.Equal("perRequest", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Link("l", BitRate.FromBitsPerSecond(1), default)).ParamName);
        Assert.Equal("serviceTime", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Service("s", TimeSpan.Zero)).ParamName);
        Assert.Equal("cores", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Cpu(int.MaxValue, Frequency.FromGigahertz(1), 1, 1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Held("h", int.MaxValue, TimeSpan.FromSeconds(1))).ParamName);
        Assert.Equal("perRequest", Assert.Throws<ArgumentOutOfRangeException>(() => ResourceDemand.Operations("o", double.Epsilon, 1)).ParamName);
        Assert.False(model.Resources is ResourceDemand[]);
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => ResourceDemand.Service(" ", TimeSpan.FromSeconds(1))).ParamName);
    }
}

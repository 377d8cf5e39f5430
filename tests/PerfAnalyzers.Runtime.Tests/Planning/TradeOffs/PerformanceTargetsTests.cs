using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Planning.TradeOffs;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Planning.TradeOffs;

public sealed class PerformanceTargetsTests
{
    private static readonly PerformanceTargets Targets = new()
    {
        MaxLatency = TimeSpan.FromMilliseconds(200),
        Percentile = 95,
        MinThroughputPerSecond = 100,
    };

    [Theory]
    [InlineData(150, 120, VerdictKind.Met)]
    [InlineData(250, 120, VerdictKind.Latency)]
    [InlineData(150, 80, VerdictKind.Throughput)]
    [InlineData(250, 80, VerdictKind.Both)]
    public void LatencyAndThroughputAreJudgedApart(int milliseconds, int perSecond, VerdictKind expected) =>
        Assert.Equal(expected, Targets.Evaluate(Durations(1_000, milliseconds), Rate(perSecond)).Kind);

    [Fact]
    public void NothingMeasuredIsNotMet()
    {
        var verdict = Targets.Evaluate(LatencySnapshot.Empty, new ThroughputRate(0, TimeSpan.Zero));

        Assert.Equal(VerdictKind.InsufficientData, verdict.Kind);
        Assert.Null(verdict.Latency);
        Assert.Null(verdict.ThroughputPerSecond);
        Assert.Equal("0 durations where p95 needs 200; 0 s measured where the throughput needs 1 s", verdict.Reason);
    }

    [Theory]
    [InlineData(50, 20)]
    [InlineData(95, 200)]
    [InlineData(99, 1_000)]
    [InlineData(99.9, 10_000)]
    public void TenDurationsBeyondThePercentileAreNeeded(double percentile, int needed)
    {
        var targets = new PerformanceTargets { MaxLatency = TimeSpan.FromSeconds(1), Percentile = percentile };

        Assert.Equal(VerdictKind.InsufficientData, targets.Evaluate(Durations(needed - 1, 1), Rate(1)).Kind);
        Assert.Equal(VerdictKind.Met, targets.Evaluate(Durations(needed, 1), Rate(1)).Kind);
        Assert.Equal(VerdictKind.Met, (targets with { MinSamples = 1 }).Evaluate(Durations(1, 1), Rate(1)).Kind);
    }

    [Fact]
    public void TheTailDecidesNotTheMean()
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 1_000; i++)
            histogram.Record(TimeSpan.FromMilliseconds(i < 900 ? 1 : 500));

        Assert.Equal(VerdictKind.Latency, Targets.Evaluate(histogram.GetSnapshot(), Rate(200)).Kind);
    }

    [Fact]
    public void AMissIsKnownEvenWhenTheOtherFigureIsNot()
    {
        Assert.Equal(VerdictKind.Throughput, Targets.Evaluate(Durations(5, 1), Rate(50)).Kind);
        Assert.Equal(VerdictKind.Latency, Targets.Evaluate(Durations(1_000, 500), new ThroughputRate(500, TimeSpan.FromSeconds(0.5))).Kind);
        Assert.Equal(VerdictKind.InsufficientData, Targets.Evaluate(Durations(1_000, 1), new ThroughputRate(500, TimeSpan.FromSeconds(0.5))).Kind);
    }

    [Fact]
    public void AnIdleServiceIsNotSlow()
    {
        var latency = Durations(1_000, 1);

        var verdict = Targets.Evaluate(latency, Rate(10), offeredPerSecond: 10);

        Assert.Equal(VerdictKind.InsufficientData, verdict.Kind);
        Assert.Contains("only 10/s arrived", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Throughput, Targets.Evaluate(latency, Rate(10), offeredPerSecond: 150).Kind);
        Assert.Equal(VerdictKind.Met, Targets.Evaluate(latency, Rate(101), offeredPerSecond: 99).Kind);
    }

    [Fact]
    public void OnlyWhatHasATargetIsJudged()
    {
        Assert.Equal(VerdictKind.Met, (Targets with { MaxLatency = null }).Evaluate(LatencySnapshot.Empty, Rate(200)).Kind);
        Assert.Equal(VerdictKind.Met, (Targets with { MinThroughputPerSecond = null }).Evaluate(Durations(1_000, 1), default).Kind);
        Assert.Throws<InvalidOperationException>(() => new PerformanceTargets().Evaluate(LatencySnapshot.Empty, default));
    }

    [Fact]
    public void HostileTargetsAreNamed()
    {
        Invalid("MaxLatency", Targets with { MaxLatency = TimeSpan.Zero });
        Invalid("Percentile", Targets with { Percentile = 100 });
        Invalid("Percentile", Targets with { Percentile = double.NaN });
        Invalid("MinThroughputPerSecond", Targets with { MinThroughputPerSecond = 0 });
        Invalid("MinThroughputPerSecond", Targets with { MinThroughputPerSecond = double.NaN });
        Invalid("MinSamples", Targets with { MinSamples = 0 });
        Invalid("MinDuration", Targets with { MinDuration = TimeSpan.Zero });
        Assert.Equal("throughput", Assert.Throws<ArgumentOutOfRangeException>(() => Targets.Evaluate(LatencySnapshot.Empty, new(-1, TimeSpan.FromSeconds(1)))).ParamName);
        Assert.Equal("throughput", Assert.Throws<ArgumentOutOfRangeException>(() => Targets.Evaluate(LatencySnapshot.Empty, new(1, TimeSpan.MinValue))).ParamName);
        Assert.Equal("offeredPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => Targets.Evaluate(LatencySnapshot.Empty, default, -1)).ParamName);

        static void Invalid(string property, PerformanceTargets targets) =>
            Assert.Equal(property, Assert.Throws<ArgumentOutOfRangeException>(() => targets.Evaluate(LatencySnapshot.Empty, default)).ParamName);
    }

    private static ThroughputRate Rate(int perSecond) => new(perSecond * 10, TimeSpan.FromSeconds(10));

    private static LatencySnapshot Durations(int count, int milliseconds)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
            histogram.Record(TimeSpan.FromMilliseconds(milliseconds));
        return histogram.GetSnapshot();
    }
}

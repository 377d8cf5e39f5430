using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class LittlesLawTests
{
    [Fact]
    public void EachFigureFollowsFromTheOtherTwo()
    {
        Assert.Equal(20, LittlesLaw.Concurrency(400, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(400, LittlesLaw.ThroughputPerSecond(20, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(TimeSpan.FromMilliseconds(50), LittlesLaw.Latency(20, 400));
    }

    [Fact]
    public void FiguresOfDifferentRequestsDeviate()
    {
        Assert.Equal(0, LittlesLaw.Deviation(20, 400, TimeSpan.FromMilliseconds(50)), 1e-15);
        Assert.Equal(1, LittlesLaw.Deviation(40, 400, TimeSpan.FromMilliseconds(50)), 1e-15);
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("latency", Assert.Throws<ArgumentOutOfRangeException>(() => LittlesLaw.Concurrency(1, TimeSpan.FromTicks(-1))).ParamName);
        Assert.Equal("latency", Assert.Throws<ArgumentOutOfRangeException>(() => LittlesLaw.ThroughputPerSecond(1, TimeSpan.Zero)).ParamName);
        Assert.Equal("throughputPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => LittlesLaw.Latency(1, 0)).ParamName);
        Assert.Equal("concurrency", Assert.Throws<ArgumentOutOfRangeException>(() => LittlesLaw.Deviation(double.NaN, 1, TimeSpan.FromSeconds(1))).ParamName);
        Assert.Equal(TimeSpan.MaxValue, LittlesLaw.Latency(double.MaxValue, 1e-9));
    }
}

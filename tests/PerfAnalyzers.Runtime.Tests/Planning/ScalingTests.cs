using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class ScalingTests
{
    // The processor bears 100 a second, the database 300.
    private static readonly CapacityModel Machine = new(
    [
        ResourceDemand.Service("cpu", TimeSpan.FromMilliseconds(10)),
        ResourceDemand.Service("database", TimeSpan.FromMilliseconds(10), 3),
    ]);

    [Fact]
    public void TheBusiestMachineAndWhatIsSharedLimitMoreMachines()
    {
        Assert.Equal(200, Machine.MaxThroughputScaledOut(1 / 2.0, "database"), 1e-9);
        Assert.Equal(100 / 0.6, Machine.MaxThroughputScaledOut(0.6, "database"), 1e-9);
        Assert.Equal(300, Machine.MaxThroughputScaledOut(1 / 8.0, "database"), 1e-9);
        Assert.Equal(800, Machine.MaxThroughputScaledOut(1 / 8.0), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>("busiestShare", () => Machine.MaxThroughputScaledOut(0));
        Assert.Throws<ArgumentOutOfRangeException>("busiestShare", () => Machine.MaxThroughputScaledOut(1.1));
        Assert.Throws<ArgumentException>("shared", () => Machine.MaxThroughputScaledOut(0.5, "cache"));
    }

    [Fact]
    public void ALargerMachineHelpsAsFarAsItsResourcesAreTheBottleneck()
    {
        Assert.Equal(200, Machine.MaxThroughputScaledUp(2, "cpu"), 1e-9);
        Assert.Equal(300, Machine.MaxThroughputScaledUp(4, "cpu"), 1e-9);
        Assert.Equal(100, Machine.MaxThroughputScaledUp(4, "database"), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => Machine.MaxThroughputScaledUp(0, "cpu"));
    }

    [Fact]
    public void APoolIsAsBusyAsItsMembersAreHeld()
    {
        Assert.Equal(0.5, LittlesLaw.PoolUtilization(1_000, TimeSpan.FromMilliseconds(50), 100), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>("poolSize", () => LittlesLaw.PoolUtilization(1, TimeSpan.Zero, 0));
    }
}

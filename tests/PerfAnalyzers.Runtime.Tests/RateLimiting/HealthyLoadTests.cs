namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

/// <summary>A service that bears its load is left alone, from the first request on.</summary>
public sealed class HealthyLoadTests
{
    public static TheoryData<string> Shapes => new(LoadShapes.Healthy.Keys);

    [Theory, MemberData(nameof(Shapes))]
    public void NothingOfAHealthyServiceIsRefused(string shape)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var stage = new LoadShapes.Stage(new(), seed);
            LoadShapes.Healthy[shape](stage);

            Assert.Equal(0, stage.Parts.Sum(part => part.Refused));
        }
    }

    // A downstream that is down answers at once. Were that taken for latency without load, the return of the service would look like
    // overload.
    [Fact]
    public void FastFailuresAreNotTakenForLatencyWithoutLoadByALimiterThatIsAtWork()
    {
        const double Capacity = 400;
        var server = new SimulatedServer(20, LoadShapes.Fixed(0.05), new(), seed: 1);
        server.Run(60, 2 * Capacity);

        server.ServiceSeconds = LoadShapes.Fixed(0.001);
        server.Run(10, 2 * Capacity);
        server.ServiceSeconds = LoadShapes.Fixed(0.05);
        server.Run(10, 2 * Capacity);
        var back = server.Run(30, 2 * Capacity);

        Assert.InRange(back.PerSecond, 0.95 * Capacity, 1.05 * Capacity);
        Assert.InRange(back.P99, 0.05, 0.3);
    }

    [Fact]
    public void TwiceTheLoadOfTwentyWorkersIsServedAtFullThroughputWithAShortQueue()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var server = new SimulatedServer(20, LoadShapes.Fixed(0.05), new(), seed);
            var first = server.Run(20, 800);
            var settled = server.Run(60, 800);

            Assert.InRange(first.P99, 0.05, 0.9);
            Assert.InRange(settled.PerSecond, 390, 410);
            Assert.InRange(settled.P99, 0.05, 0.273);
        }
    }

    [Fact]
    public void AServerThatLosesThreeQuartersOfItsWorkersIsNotFlooded()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var server = new SimulatedServer(20, LoadShapes.Fixed(0.05), new(), seed);
            server.Run(60, 800);
            server.Workers = 5;
            var fallen = server.Run(10, 800);
            var settled = server.Run(60, 800);

            Assert.InRange(fallen.PerSecond, 95, 105);
            Assert.InRange(fallen.P99, 0.05, 0.6);
            Assert.InRange(settled.PerSecond, 95, 105);
            Assert.InRange(settled.P99, 0.05, 0.5);
        }
    }
}

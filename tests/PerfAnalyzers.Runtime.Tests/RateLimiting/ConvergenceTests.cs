using PerfAnalyzers.Runtime.RateLimiting;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting;

/// <summary>In front of a server whose capacity is known, the limit comes near it, and back to it.</summary>
public sealed class ConvergenceTests
{
    private const double Service = 0.010;

    private static readonly Dictionary<string, Func<Random, double>> ServiceTimes = new()
    {
        ["fixed"] = _ => Service,
        ["exponential"] = random => Service * SimulatedServer.Exponential(random),
        // Nine in ten from a cache. The mean is the same.
        ["cached"] = random => random.Next(10) == 0 ? 9.1 * Service : 0.1 * Service,
    };

    [Theory]
    [InlineData(20, "fixed"), InlineData(20, "exponential"), InlineData(20, "cached"), InlineData(60, "fixed")]
    public void TheLimitComesNearWhatTheServerCanDo(int workers, string service)
    {
        var server = new SimulatedServer(workers, ServiceTimes[service], new());
        var capacity = workers / Service;

        server.Run(30, 2 * capacity);
        var settled = server.Run(30, 2 * capacity);

        // The fixed point is 1.25 * workers + sqrt(limit): 31 and 84.
        Assert.InRange(settled.MeanLimit, workers, 1.25 * ((1.25 * workers) + Math.Sqrt(1.5 * workers)));
        Assert.InRange(settled.PerSecond, 0.95 * capacity, 1.05 * capacity);
        Assert.InRange(settled.MeanLatency, Service, 2 * Service);
    }

    [Theory, InlineData("fixed"), InlineData("exponential"), InlineData("cached")]
    public void AfterASlowdownTheLimitRecovers(string service)
    {
        const int Workers = 20;
        var server = new SimulatedServer(Workers, ServiceTimes[service], new());
        server.Run(30, 2 * Workers / Service);

        server.Slowness = 5;
        server.Run(60, 2 * Workers / Service);
        var slow = server.Run(30, 2 * Workers / Service);
        server.Slowness = 1;
        server.Run(45, 2 * Workers / Service);
        var back = server.Run(15, 2 * Workers / Service);

        // Slower for good is not overloaded; platinummonkey/go-concurrency-limits#117 tells of a limit that stays low.
        Assert.InRange(slow.PerSecond, 0.9 * Workers / Service / 5, 1.1 * Workers / Service / 5);
        Assert.InRange(slow.MeanLimit, Workers, 2.5 * Workers);
        Assert.InRange(back.PerSecond, 0.95 * Workers / Service, 1.05 * Workers / Service);
        Assert.InRange(back.MeanLimit, Workers, 2.5 * Workers);
    }

    // Netflix/concurrency-limits#72: a server that refuses at once what is over its rate looks fast.
    [Theory, InlineData(ConcurrencyAlgorithm.Gradient), InlineData(ConcurrencyAlgorithm.Aimd)]
    public void InFrontOfAServerWithARateLimitMostRequestsAreTaken(ConcurrencyAlgorithm algorithm)
    {
        var server = new SimulatedServer(1_000, ServiceTimes["fixed"], new() { Algorithm = algorithm }) { RateLimit = 2_000 };

        server.Run(30, 8_000);
        var limited = server.Run(30, 8_000);
        server.RateLimit = 4_000;
        server.Run(30, 8_000);
        var raised = server.Run(30, 8_000);

        Assert.InRange(limited.PerSecond, 1_500, 2_010);
        Assert.InRange(limited.MeanLimit, 15, 30);
        Assert.InRange(raised.PerSecond, 3_000, 4_010);
    }

    [Fact]
    public void AimdSawsAroundTheConcurrencyThatHasTheLatencyLimit()
    {
        const int Workers = 20;
        var server = new SimulatedServer(
            Workers,
            ServiceTimes["fixed"],
            new() { Algorithm = ConcurrencyAlgorithm.Aimd, LatencyLimit = TimeSpan.FromSeconds(2 * Service) });

        server.Run(30, 3 * Workers / Service);
        var settled = server.Run(30, 3 * Workers / Service);
        server.Slowness = 1.8;
        server.Run(30, 3 * Workers / Service);
        var slow = server.Run(30, 3 * Workers / Service);
        server.Slowness = 1;
        server.Run(30, 3 * Workers / Service);
        var back = server.Run(30, 3 * Workers / Service);

        // 40 at a time take twice as long as 20, and 22.2 when one takes 18 ms. A tenth less, then one more at a time.
        Assert.InRange(settled.MeanLimit, 36, 41);
        Assert.InRange(slow.MeanLimit, 19.5, 23.5);
        Assert.InRange(back.MeanLimit, 36, 41);
    }

    [Fact]
    public void ALimitOfAimdThatIsNotUsedDoesNotGrow()
    {
        var server = new SimulatedServer(1_000, ServiceTimes["fixed"], new() { Algorithm = ConcurrencyAlgorithm.Aimd, InitialLimit = 20 });

        server.Run(60, requestsPerSecond: 100);

        Assert.Equal(20, server.Limiter.Limit);
    }

    [Theory, InlineData(ConcurrencyAlgorithm.Gradient), InlineData(ConcurrencyAlgorithm.Aimd)]
    public void TheLimitStaysWithinItsBounds(ConcurrencyAlgorithm algorithm)
    {
        var options = new AdaptiveConcurrencyLimiterOptions
        {
            Algorithm = algorithm,
            MinLimit = 10,
            InitialLimit = 12,
            MaxLimit = 15,
            LatencyLimit = TimeSpan.FromSeconds(2 * Service),
        };

        var ample = new SimulatedServer(100, ServiceTimes["fixed"], options);
        var scarce = new SimulatedServer(1, ServiceTimes["fixed"], options);
        ample.Run(10, 5_000);
        scarce.Run(30, 2_000);

        Assert.InRange(ample.Run(10, 5_000).MeanLimit, 13, 15.01);
        Assert.InRange(scarce.Run(10, 2_000).MeanLimit, 10, 15.01);
        Assert.True(ample.Limiter.Limit <= 15 && scarce.Limiter.Limit >= 10);
    }
}

using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

public sealed class RulesWithoutSeriesTests
{
    [Fact]
    public void AMissingSeriesIsToldOfOnceWithTheNamesMostLikeIt()
    {
        var rules = new RulesWithoutSeries([Rule("GET /order/{id}"), Rule("All requests")]);
        Assert.False(rules.IsEmpty);

        var (rule, nearest) = Assert.Single(rules.Among(["All requests", "checkout", "GET /", "GET /orders/{id}", "get /orders"]));

        Assert.Equal("GET /order/{id}", rule.Series);
        Assert.Equal(["GET /orders/{id}", "get /orders", "GET /"], nearest);
        Assert.True(rules.IsEmpty);
        Assert.Empty(rules.Among([]));
    }

    private static PercentileAlertRule Rule(string series) => new() { Name = "slow " + series, Series = series, Threshold = TimeSpan.FromMilliseconds(100) };
}

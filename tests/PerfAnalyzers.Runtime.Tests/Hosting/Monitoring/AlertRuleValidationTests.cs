using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>Every rule out of range is refused, by name, property and value.</summary>
public sealed class AlertRuleValidationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooLong = TimeSpan.FromDays(32);

    public static TheoryData<string, AlertRule> Bad => new()
    {
        { "name", new RateAlertRule { Name = " ", Series = "s", Above = 1 } },
        { "Series", new RateAlertRule { Name = "r", Series = "", Above = 1 } },
        { "Severity", new RateAlertRule { Name = "r", Series = "s", Above = 1, Severity = (AlertSeverity)9 } },
        { "For", new RateAlertRule { Name = "r", Series = "s", Above = 1, For = -Second } },
        { "Window", new RateAlertRule { Name = "r", Series = "s", Above = 1, Window = TimeSpan.Zero } },
        { "Window", new RateAlertRule { Name = "r", Series = "s", Above = 1, Window = TooLong } },
        { "MinimumSamples", new RateAlertRule { Name = "r", Series = "s", Above = 1, MinimumSamples = -1 } },
        { "Above", new RateAlertRule { Name = "r", Series = "s" } },
        { "Above", new RateAlertRule { Name = "r", Series = "s", Above = 1, Below = 1 } },
        { "Above", new RateAlertRule { Name = "r", Series = "s", Above = double.NaN } },
        { "Below", new RateAlertRule { Name = "r", Series = "s", Below = 0 } },
        { "ClearThreshold", new RateAlertRule { Name = "r", Series = "s", Below = 5, ClearThreshold = 4 } },
        { "ClearThreshold", new RateAlertRule { Name = "r", Series = "s", Above = 5, ClearThreshold = 6 } },
        { "Percentile", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, Percentile = 0 } },
        { "Percentile", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, Percentile = 100.1 } },
        { "Percentile", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, Percentile = double.NaN } },
        { "Threshold", new PercentileAlertRule { Name = "r", Series = "s", Threshold = TimeSpan.Zero } },
        { "ClearThreshold", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, ClearThreshold = 2 * Second } },
        { "ClearThreshold", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, ClearThreshold = TimeSpan.Zero } },
        { "Outcome", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, Outcome = (LatencyOutcome)9 } },
        { "MinimumSamples", new PercentileAlertRule { Name = "r", Series = "s", Threshold = Second, MinimumSamples = 0 } },
        { "Threshold", new ErrorRateAlertRule { Name = "r", Series = "s", Threshold = 1 } },
        { "Threshold", new ErrorRateAlertRule { Name = "r", Series = "s", Threshold = -0.1 } },
        { "Threshold", new ErrorRateAlertRule { Name = "r", Series = "s", Threshold = double.NaN } },
        { "ClearThreshold", new ErrorRateAlertRule { Name = "r", Series = "s", Threshold = 0.1, ClearThreshold = 0.2 } },
        { "MinimumSamples", new ErrorRateAlertRule { Name = "r", Series = "s", Threshold = 0.1, MinimumSamples = 0 } },
        { "Drop", new RateDropAlertRule { Name = "r", Series = "s", Drop = 1 } },
        { "Drop", new RateDropAlertRule { Name = "r", Series = "s", Drop = double.NaN } },
        { "ClearDrop", new RateDropAlertRule { Name = "r", Series = "s", ClearDrop = 0.6 } },
        { "BaselineWindow", new RateDropAlertRule { Name = "r", Series = "s", BaselineWindow = Second } },
        { "MinimumSamples", new RateDropAlertRule { Name = "r", Series = "s", MinimumSamples = 0 } },
        { "Objective", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 1.5, Windows = BurnRateWindow.Ticket } },
        { "LatencyLimit", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, LatencyLimit = TimeSpan.Zero } },
        { "ClearShare", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, ClearShare = 0 } },
        { "Windows", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, Windows = [] } },
        { "Windows", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, Windows = [null!] } },
        { "BurnRate", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, Windows = [new(0, 2 * Second, Second)] } },
        { "Short", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, Windows = [new(1, Second, 2 * Second)] } },
        { "Long", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, Windows = [new(1, TooLong, Second)] } },
        { "MinimumSamples", new BurnRateAlertRule { Name = "r", Series = "s", Objective = 0.999, MinimumSamples = 0 } },
    };

    [Theory, MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void ARuleOutOfRangeIsRefused(string property, AlertRule rule)
    {
        var refusal = Assert.Throws<ArgumentException>("options", () => new PerformanceMonitor(new PerformanceMonitorOptions { Rules = [rule] }));

        Assert.Contains(property, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABurnRateBeyondAFullOutageIsRefused()
    {
        // With 95 %, an outage of everything burns at 20; with 90 % at 10, so that 14.4 would never be seen.
        var options = new PerformanceMonitorOptions { Rules = [new BurnRateAlertRule { Name = "slo", Series = "s", Objective = 0.9 }] };

        Assert.Equal("Alert rule 'slo': BurnRate must be more than 0 and less than 1 / (1 - Objective) = 10, which is that of a full outage, but is 14.4.", options.Problems().Single());
        Assert.Empty(new PerformanceMonitorOptions { Rules = [new BurnRateAlertRule { Name = "slo", Series = "s", Objective = 0.95 }] }.Problems());
    }

    [Fact]
    public void AllThatIsWrongIsSaidAtOnce()
    {
        var problems = new PerformanceMonitorOptions
        {
            HistoryLength = 0,
            Rules = [new RateAlertRule { Name = "r", Series = "s" }, new ErrorRateAlertRule { Name = "r", Series = "s", Threshold = 2, For = -Second }],
        }.Problems().ToArray();

        Assert.Equal(5, problems.Length);
        Assert.Contains("more than one alert rule named 'r'", problems[^1], StringComparison.Ordinal);
    }
}

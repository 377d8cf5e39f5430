using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>What each kind of rule measures.</summary>
public sealed class AlertRuleTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void APercentileIsThatOfTheWholeWindow()
    {
        // 1 % of the requests of five minutes are slow, all in one half minute: the p99 of each part says nothing about the whole.
        var watched = new Watched(new PercentileAlertRule { Name = "p99.5", Series = Watched.Series, Percentile = 99.5, Threshold = TimeSpan.FromMilliseconds(100) });
        watched.RunFor(4.5 * Minute, 100, 10).RunFor(0.5 * Minute, 5, 300).Run(0);

        Assert.Equal(2615, watched.Alert.Samples);
        Assert.InRange(watched.Alert.Value!.Value, 299, 301);
        Assert.Equal(AlertState.Firing, watched.State);
    }

    [Fact]
    public void APercentileMayBeThatOfOneOutcome()
    {
        var watched = new Watched(new PercentileAlertRule { Name = "slow", Series = Watched.Series, Threshold = TimeSpan.FromMilliseconds(100), Percentile = 50, Outcome = LatencyOutcome.Success });
        watched.Run(200, milliseconds: 1, failures: 200).Run(150, milliseconds: 300);

        Assert.Equal((AlertState.Firing, 150), (watched.State, watched.Alert.Samples));
    }

    [Fact]
    public void AnErrorRateLeavesCancelledOperationsOut()
    {
        var watched = new Watched(new ErrorRateAlertRule { Name = "errors", Series = Watched.Series, Threshold = 0.05, ClearThreshold = 0.02, Window = Minute });
        watched.RunFor(Minute, 50);
        Assert.Equal((AlertState.Ok, 0.0, 300), (watched.State, watched.Alert.Value, watched.Alert.Samples));

        // 300 of 6: at 16 failures 5.3 %, at 15 not above 5 %.
        watched.Run(50, failures: 15);
        Assert.Equal((AlertState.Ok, 0.05), (watched.State, watched.Alert.Value));
        watched.Run(51, failures: 2, cancelled: 1);
        Assert.Equal((AlertState.Firing, 17.0 / 300), (watched.State, watched.Alert.Value));
        watched.RunFor(Minute - (2 * Watched.Step), 50, failures: 0);
        Assert.Equal(AlertState.Firing, watched.State);
        watched.Run(50);
        Assert.Equal((AlertState.Resolved, 2.0 / 300), (watched.State, watched.Alert.Value));
    }

    [Fact]
    public void AnErrorRateOfFewOperationsIsNone()
    {
        var watched = new Watched(new ErrorRateAlertRule { Name = "errors", Series = Watched.Series, Threshold = 0.05, Window = Minute });
        watched.RunFor(10 * Minute, 10, failures: 5);

        Assert.Equal((AlertState.InsufficientData, 0.5, 60), (watched.State, watched.Alert.Value, watched.Alert.Samples));
    }

    [Fact]
    public void ARateHasAFloorThatIdlenessPasses()
    {
        var watched = new Watched(new RateAlertRule { Name = "few", Series = Watched.Series, Below = 5, ClearThreshold = 6, Window = Minute });
        watched.RunFor(Minute - Watched.Step, 100);
        Assert.Equal(AlertState.InsufficientData, watched.State);
        watched.Run(100);
        Assert.Equal((AlertState.Ok, 10.0), (watched.State, watched.Alert.Value));
        watched.RunFor(Minute, 40);
        Assert.Equal((AlertState.Firing, 4.0), (watched.State, watched.Alert.Value));
        watched.RunFor(Minute, 55);
        Assert.Equal((AlertState.Firing, 5.5), (watched.State, watched.Alert.Value));
        watched.RunFor(Minute, 60);
        Assert.Equal((AlertState.Resolved, 6.0), (watched.State, watched.Alert.Value));
    }

    [Theory]
    [InlineData(0, AlertState.Firing), InlineData(60, AlertState.Pending)]
    public void TrafficThatEndsPassesTheFloorWithinItsWindow(int secondsToLast, AlertState passed)
    {
        var watched = new Watched(new RateAlertRule { Name = "few", Series = Watched.Series, Below = 5, Window = Minute, For = TimeSpan.FromSeconds(secondsToLast) });
        watched.RunFor(2 * Minute, 100).RunFor(TimeSpan.FromHours(1), 0);

        Assert.Equal([AlertState.Ok, passed, AlertState.InsufficientData], watched.States);
    }

    [Fact]
    public void AStreamThatMustNeverStopIsAskedForByName()
    {
        var watched = new Watched(new RateAlertRule { Name = "heartbeat", Series = Watched.Series, Below = 0.05, Window = Minute, MinimumSamples = 0 });
        watched.RunFor(2 * Minute, 1).RunFor(2 * Minute, 0);

        Assert.Equal([AlertState.Ok, AlertState.Firing], watched.States);
    }

    [Fact]
    public void ARateHasACeiling()
    {
        var watched = new Watched(new RateAlertRule { Name = "many", Series = Watched.Series, Above = 50, ClearThreshold = 40, Window = Minute });
        watched.RunFor(Minute, 500).RunFor(Minute, 510).RunFor(Minute, 450).RunFor(Minute, 400);

        Assert.Equal([AlertState.Ok, AlertState.Firing, AlertState.Resolved], watched.States);
    }

    [Fact]
    public void ADropIsMeasuredAgainstTheTrafficBefore()
    {
        var watched = new Watched(new RateDropAlertRule { Name = "drop", Series = Watched.Series, Drop = 0.5, ClearDrop = 0.2 });
        watched.RunFor(65 * Minute - Watched.Step, 100);
        Assert.Equal(AlertState.InsufficientData, watched.State);
        watched.Run(100);
        Assert.Equal((AlertState.Ok, 10.0, 5.0), (watched.State, watched.Alert.Value, watched.Alert.Threshold));

        watched.RunFor(5 * Minute, 52);
        Assert.Equal(AlertState.Ok, watched.State);
        watched.RunFor(5 * Minute, 30);
        Assert.Equal(AlertState.Firing, watched.State);
        watched.RunFor(5 * Minute, 70);
        Assert.Equal(AlertState.Firing, watched.State);
        watched.RunFor(5 * Minute, 90);
        Assert.Equal(AlertState.Ok, watched.State);
        Assert.Equal([AlertState.Ok, AlertState.Firing, AlertState.Resolved, AlertState.Ok], watched.States);
    }

    [Fact]
    public void AnIdleServiceHasNothingToDropFrom()
    {
        var watched = new Watched(new RateDropAlertRule { Name = "drop", Series = Watched.Series });

        // A request now and then, and none for an hour: 30 expected per window at most.
        watched.RunFor(TimeSpan.FromHours(3), 1).RunFor(TimeSpan.FromHours(3), 0);

        Assert.Empty(watched.Transitions);
    }

    [Fact]
    public void AfterItsOwnLengthANewLevelIsTheBaseline()
    {
        var watched = new Watched(new RateDropAlertRule { Name = "drop", Series = Watched.Series });
        watched.RunFor(TimeSpan.FromHours(2), 100).RunFor(TimeSpan.FromHours(2), 20);

        Assert.Equal([AlertState.Ok, AlertState.Firing, AlertState.Resolved, AlertState.Ok], watched.States);
        Assert.Equal((2.0, 1.0), (watched.Alert.Value, watched.Alert.Threshold));
    }

    [Fact]
    public void ARuleMayComeBeforeItsSeries()
    {
        var watched = new Watched(new RateAlertRule { Name = "many", Series = "later", Above = 1, Window = Minute });
        watched.RunFor(Minute, 1);
        Assert.Equal(AlertState.InsufficientData, watched.State);

        var meter = new ThroughputMeter(watched.Clock);
        watched.Monitor.Add("later", meter);
        meter.Mark(1000);
        watched.RunFor(Minute, 1);

        Assert.Equal(AlertState.Firing, watched.State);
    }

    [Fact]
    public void ARuleAboutDurationsRefusesASeriesThatOnlyCounts()
    {
        var watched = new Watched(new ErrorRateAlertRule { Name = "errors", Series = "meter", Threshold = 0.1 });

        var refusal = Assert.Throws<ArgumentException>("name", () => watched.Monitor.Add("meter", new ThroughputMeter()));

        Assert.Contains("'errors'", refusal.Message, StringComparison.Ordinal);
        Assert.Single(watched.Monitor.GetSnapshot().Series);
    }
}

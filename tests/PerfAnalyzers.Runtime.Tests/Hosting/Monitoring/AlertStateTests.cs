using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>The states of an alert, by the example of a percentile over one minute.</summary>
public sealed class AlertStateTests
{
    private const double Slow = 200;
    private const double Hovering = 90;
    private const double Fast = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void ABreachFiresOnceAndResolvesOnce()
    {
        var watched = new Watched(Rule());
        watched.RunFor(3 * Minute, 20, Fast).RunFor(5 * Minute, 20, Slow).RunFor(5 * Minute, 20, Fast);

        Assert.Equal([AlertState.Ok, AlertState.Firing, AlertState.Resolved, AlertState.Ok], watched.States);
        var firing = watched.Transitions[1];
        Assert.Equal((AlertState.Ok, "slow", 100.0, 120), (firing.From, firing.Rule.Name, firing.Threshold, firing.Samples));
        Assert.InRange(firing.Value!.Value, Slow * 0.997, Slow * 1.003);
    }

    [Fact]
    public void ABreachIsPendingUntilItHasLastedLongEnough()
    {
        var watched = new Watched(Rule(lasting: 2 * Minute)).RunFor(3 * Minute, 20, Fast);

        watched.RunFor(2 * Minute, 20, Slow);
        Assert.Equal(AlertState.Pending, watched.State);
        var pending = watched.Alert.Since;
        watched.Run(20, Slow);
        Assert.Equal(AlertState.Firing, watched.State);
        Assert.Equal(2 * Minute, watched.Alert.Since - pending);
    }

    [Fact]
    public void ABreachThatIsInterruptedStartsOver()
    {
        var watched = new Watched(Rule(lasting: 3 * Minute)).RunFor(3 * Minute, 20, Fast);
        for (var time = 0; time < 5; time++)
            watched.RunFor(2 * Minute, 20, Slow).RunFor(2 * Minute, 20, Fast);

        Assert.Equal(Enumerable.Repeat((AlertState[])[AlertState.Pending, AlertState.Ok], 5).SelectMany(states => states), watched.States.Skip(1));
    }

    [Fact]
    public void AFigureThatHoversBelowTheThresholdKeepsItsState()
    {
        var watched = new Watched(Rule(clearMilliseconds: 80)).RunFor(2 * Minute, 20, Hovering);
        Assert.Equal(AlertState.Ok, watched.State);

        watched.RunFor(2 * Minute, 20, Slow);
        for (var time = 0; time < 5; time++)
            watched.RunFor(2 * Minute, 20, Hovering).RunFor(2 * Minute, 20, Slow);
        Assert.Equal([AlertState.Ok, AlertState.Firing], watched.States);

        watched.RunFor(2 * Minute, 20, Fast);
        Assert.Equal([AlertState.Resolved, AlertState.Ok], watched.States.Skip(2));
    }

    [Fact]
    public void WithoutAClearThresholdItWouldFireAgainAndAgain()
    {
        var watched = new Watched(Rule()).RunFor(2 * Minute, 20, Slow);
        for (var time = 0; time < 5; time++)
            watched.RunFor(2 * Minute, 20, Hovering).RunFor(2 * Minute, 20, Slow);

        Assert.Equal(6, watched.States.Count(state => state == AlertState.Firing));
    }

    [Fact]
    public void TooFewSamplesAreNoAlarm()
    {
        // 6 samples a window, where 99 of 100 would be needed.
        var watched = new Watched(Rule()).RunFor(10 * Minute, 1, Slow);

        Assert.Empty(watched.Transitions);
        Assert.Equal((AlertState.InsufficientData, 6), (watched.State, watched.Alert.Samples));
    }

    [Fact]
    public void AnIdleServiceIsNoAlarm()
    {
        var watched = new Watched(Rule()).RunFor(10 * Minute, 20, Fast).RunFor(TimeSpan.FromHours(1), 0);

        Assert.Equal([AlertState.Ok, AlertState.InsufficientData], watched.States);
        Assert.Null(watched.Alert.Value);
    }

    [Fact]
    public void SilenceEndsAFiringAlertOnlyAfterAWhile()
    {
        var watched = new Watched(Rule()).RunFor(3 * Minute, 20, Slow);

        watched.Run(0).Run(0);
        Assert.True(watched.Alert.Samples < 100);
        Assert.Equal(AlertState.Firing, watched.State);
        watched.RunFor(Minute, 0);
        Assert.Equal(AlertState.InsufficientData, watched.State);
        Assert.Equal(2, watched.Transitions.Count);
    }

    [Fact]
    public void SilenceEndsAPendingAlert()
    {
        var watched = new Watched(Rule(lasting: TimeSpan.FromMinutes(5))).RunFor(3 * Minute, 20, Slow).Run(0).Run(0);

        Assert.Equal([AlertState.Pending, AlertState.InsufficientData], watched.States);
    }

    [Fact]
    public void AResolvedAlertFiresAgainAtOnce()
    {
        var watched = new Watched(Rule(window: TimeSpan.FromSeconds(10)));
        watched.Run(200, Slow).Run(200, Fast).Run(200, Slow);

        Assert.Equal([AlertState.Firing, AlertState.Resolved, AlertState.Firing], watched.States);
    }

    [Fact]
    public void SampleAnswersWhatItRaises()
    {
        var watched = new Watched(Rule());
        for (var request = 0; request < 120; request++)
            watched.Recorder.Record(TimeSpan.FromMilliseconds(Slow), LatencyOutcome.Success);
        watched.Clock.Advance(Watched.Step);

        var transition = Assert.Single(watched.Monitor.Sample());

        Assert.Same(watched.Transitions.Single(), transition);
        Assert.Equal("slow: InsufficientData -> Firing, p99 of checkout 199.7 ms against 100 ms (120 samples)", transition.ToString());
        Assert.Equal("slow: Firing -> InsufficientData, p99 of checkout unknown against 100 ms (0 samples)", watched.RunFor(3 * Minute, 0).Transitions[^1].ToString());
        watched.Clock.Advance(Watched.Step);
        Assert.Empty(watched.Monitor.Sample());
    }

    [Fact]
    public void AHandlerThatThrowsStopsNothingAndIsCounted()
    {
        var watched = new Watched(Rule());
        List<AlertTransition> later = [];
        watched.Monitor.AlertChanged += (_, _) => throw new InvalidOperationException();
        watched.Monitor.AlertChanged += (_, transition) => later.Add(transition);

        watched.RunFor(Minute, 20, Slow).RunFor(2 * Minute, 20, Fast);

        Assert.Equal(3, later.Count);
        Assert.Equal(watched.Transitions, later);
        Assert.Equal(3, watched.Monitor.GetSnapshot().FailedHandlers);
    }

    [Fact]
    public void ARegressionIsSeenHoweverLongTheServiceRan()
    {
        // A day at 10 ms: over the lifetime, the p99 would need 15 minutes of slow requests to move.
        var watched = new Watched(Rule());
        watched.RunFor(TimeSpan.FromHours(24), 60, Fast, step: Minute);
        watched.RunFor(Minute, 20, Slow);

        Assert.Equal(AlertState.Firing, watched.State);
    }

    private static PercentileAlertRule Rule(double? clearMilliseconds = null, TimeSpan lasting = default, TimeSpan? window = null) => new()
    {
        Name = "slow",
        Series = Watched.Series,
        Threshold = TimeSpan.FromMilliseconds(100),
        ClearThreshold = clearMilliseconds is { } clear ? TimeSpan.FromMilliseconds(clear) : null,
        Window = window ?? Minute,
        For = lasting,
    };
}

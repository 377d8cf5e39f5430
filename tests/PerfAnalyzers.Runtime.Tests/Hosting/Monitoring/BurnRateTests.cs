using CsCheck;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>The multiwindow, multi-burn-rate alerts of The Site Reliability Workbook, chapter 5, for 99.9 % over 30 days.</summary>
public sealed class BurnRateTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void TheWindowsAreThoseOfTheWorkbook()
    {
        Assert.Equal([(14.4, 60.0, 5.0), (6, 360, 30)], BurnRateWindow.Page.Select(window => (window.BurnRate, window.Long.TotalMinutes, window.Short.TotalMinutes)));
        Assert.Equal([(1.0, 72.0, 6.0)], BurnRateWindow.Ticket.Select(window => (window.BurnRate, window.Long.TotalHours, window.Short.TotalHours)));

        // The share of the budget of 30 days that is gone when each fires: 2 %, 5 % and 10 %.
        Assert.Equal([0.02, 0.05, 0.1], BurnRateWindow.Page.Concat(BurnRateWindow.Ticket).Select(window => Math.Round(window.BurnRate * window.Long.TotalDays / 30, 9)));
    }

    [Theory]
    [InlineData(1.0, 0.9), InlineData(0.144, 6), InlineData(0.1, 8.64), InlineData(0.02, 43.2)]
    public void TheFastAlertFiresWhenTheLongWindowIsFull(double errorRate, double minutes)
    {
        // Detection time (workbook): (1 - objective) / error rate * burn rate * long window = 0.001 / rate * 14.4 * 60 min. The rate in
        // the short window is above the threshold long before. The window may be a thirtieth longer, and there is a sample each half minute.
        var watched = new Watched(Rule(0.999, BurnRateWindow.Page[0])).RunFor(3 * Hour, 1000, step: Minute / 2);
        Assert.Equal(AlertState.Ok, watched.State);

        var steps = 0;
        for (; watched.State != AlertState.Firing && steps < 1000; steps++)
            watched.Run(1000, failures: (int)(1000 * errorRate), step: Minute / 2);

        Assert.InRange(steps / 2.0, minutes, (minutes * (1 + (1 / 30.0))) + 1);
    }

    [Fact]
    public void TheAlertEndsSoonAfterTheTrouble()
    {
        var watched = new Watched(Rule(0.999, BurnRateWindow.Page[0])).RunFor(2 * Hour, 500, step: Minute / 2);
        watched.RunFor(30 * Minute, 500, failures: 50, step: Minute / 2);
        Assert.Equal(AlertState.Firing, watched.State);

        // The long window stays above 14.4 for most of an hour; the short one is clean after 5 minutes.
        watched.RunFor(4 * Minute, 500, step: Minute / 2);
        Assert.Equal(AlertState.Firing, watched.State);
        watched.RunFor(2 * Minute, 500, step: Minute / 2);
        Assert.Equal([AlertState.Ok, AlertState.Firing, AlertState.Resolved, AlertState.Ok], watched.States);
    }

    [Fact]
    public void AShortBurstIsNoPage()
    {
        // A minute of 10 % errors is 1.7 times the budget of an hour, far from 14.4 times.
        var watched = new Watched(Rule(0.999, BurnRateWindow.Page.ToArray())).RunFor(7 * Hour, 100, step: Minute);
        watched.Run(100, failures: 10, step: Minute).RunFor(Hour, 100, step: Minute);

        Assert.Equal([AlertState.Ok], watched.States);
    }

    [Fact]
    public void ErrorsAtTheObjectiveAreNoTicket()
    {
        foreach (var percent in (int[])[1, 5, 10, 30])
        {
            var watched = new Watched(Rule(1 - (percent / 100.0), BurnRateWindow.Ticket.ToArray())).RunFor(4 * 24 * Hour, 100, failures: percent, step: 30 * Minute);

            Assert.Equal([AlertState.Ok], watched.States);
            Assert.Equal(1, watched.Alert.Value!.Value, 9);
        }
    }

    [Fact]
    public void SlowOperationsAreBadWhereALimitIsSet()
    {
        var rule = new BurnRateAlertRule { Name = "slo", Series = Watched.Series, Objective = 0.99, LatencyLimit = TimeSpan.FromMilliseconds(100), Windows = [new(5, Hour, 5 * Minute)] };
        var watched = new Watched(rule).RunFor(5 * Minute, 50);
        for (var step = 0; step < 30; step++)
        {
            // 4 failed and 3 slow ones of 50, and 5 whose caller gave up: 14 %.
            for (var slow = 0; slow < 3; slow++)
                watched.Recorder.Record(TimeSpan.FromMilliseconds(150), LatencyOutcome.Success);
            watched.Run(52, failures: 4, cancelled: 5);
        }

        Assert.Equal(AlertState.Firing, watched.State);
        Assert.Equal(14 * 30.0 / 60, watched.Alert.Value!.Value, 9);
        Assert.Equal(60 * 50, watched.Alert.Samples);
    }

    [Fact]
    public void FewOperationsBurnNoBudget()
    {
        // One failure of 20 is a burn rate of 50.
        var watched = new Watched(Rule(0.999, BurnRateWindow.Page[0])).RunFor(Hour, 1, step: 5 * Minute).Run(8, failures: 1);

        Assert.Empty(watched.Transitions);
        Assert.True(watched.Alert.Value > 14.4);
    }

    [Fact]
    public void AnIdleServiceBurnsNoBudget()
    {
        var watched = new Watched(Rule(0.999, BurnRateWindow.Page[0])).RunFor(Hour, 100, failures: 10, step: Minute);
        Assert.Equal(AlertState.Firing, watched.State);

        watched.RunFor(6 * Minute, 0, step: Minute);
        Assert.Equal((AlertState.Ok, 0.0), (watched.State, watched.Alert.Value));
        watched.RunFor(Hour, 0, step: Minute);
        Assert.Equal(AlertState.InsufficientData, watched.State);
    }

    [Fact]
    public void TheRatesAreThoseOfCountsKeptOneByOne() =>
        Gen.Select(Gen.Int[0, 60].Array[1, 120], Gen.Int[0, 8].Array[120]).Sample(
            (requests, failures) =>
            {
                // Windows of 30 and 10 steps, which are kept step by step.
                var watched = new Watched(new BurnRateAlertRule
                {
                    Name = "slo",
                    Series = Watched.Series,
                    Objective = 0.9,
                    Windows = [new(2, 5 * Minute, 100 * TimeSpan.FromSeconds(1))],
                    MinimumSamples = 30,
                });
                for (var step = 0; step < requests.Length; step++)
                {
                    watched.Run(requests[step], failures: Math.Min(requests[step], failures[step]));
                    var (all, recent) = (BurnRate(requests, failures, step, 30), BurnRate(requests, failures, step, 10));
                    Assert.Equal(Math.Min(all, recent), watched.Alert.Value!.Value, 9);
                    var judged = step >= 9 && requests[Math.Max(0, step - 29)..(step + 1)].Sum() >= 30;
                    if (judged && Math.Min(all, recent) > 2 + 1e-9)
                        Assert.Equal(AlertState.Firing, watched.State);
                    else if (judged)
                        Assert.True(watched.State is AlertState.Ok or AlertState.Resolved);
                    else
                        Assert.True(watched.State is AlertState.InsufficientData or AlertState.Firing);
                }
            },
            iter: 30);

    private static double BurnRate(int[] requests, int[] failures, int step, int window)
    {
        var steps = Enumerable.Range(0, step + 1).Skip(step + 1 - window).ToArray();
        var all = steps.Sum(each => requests[each]);
        return all == 0 ? 0 : (double)steps.Sum(each => Math.Min(requests[each], failures[each])) / all / 0.1;
    }

    private static BurnRateAlertRule Rule(double objective, params BurnRateWindow[] windows) =>
        new() { Name = "slo", Series = Watched.Series, Objective = objective, Windows = windows };
}

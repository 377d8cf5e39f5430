using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.AspNetCore.Dashboard;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.AspNetCore;

/// <summary>The figures of the page, for durations whose percentiles are known.</summary>
public class DashboardReaderTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(1000));
    private readonly LatencyRecorder _recorder = new();
    private readonly ThroughputMeter _meter = new();
    private readonly PerformanceMonitor _monitor;

    public DashboardReaderTests()
    {
        _monitor = new PerformanceMonitor(
            new PerformanceMonitorOptions
            {
                DistributionWindow = TimeSpan.FromSeconds(20),
                Rules = [new PercentileAlertRule { Name = "slow", Series = "work", Percentile = 90, Threshold = TimeSpan.FromMilliseconds(50), Window = TimeSpan.FromSeconds(20) }],
            },
            _clock);
        _monitor.Add("work", _recorder);
        _monitor.Add("count", _meter);
    }

    [Fact]
    public void ARowIsOfTheRecentTime()
    {
        Record(1_000, LatencyOutcome.Failure, times: 50);
        Sample();
        for (var window = 0; window < 2; window++)
        {
            for (var milliseconds = 1; milliseconds <= 100; milliseconds++)
            {
                Record(milliseconds, milliseconds <= 8 ? LatencyOutcome.Failure : milliseconds <= 28 ? LatencyOutcome.Cancelled : LatencyOutcome.Success);
            }

            _meter.Mark(5);
            Sample();
        }

        // The failures of a second are more than 20 s ago. Of 2 * 80 that were not cancelled, 2 * 8 failed.
        var data = DashboardReader.Read(_monitor.GetSnapshot(), Interval, 2 * Interval, "work");
        var row = data.Series.Single(one => one.Name == "work");
        Assert.Equal(10, row.PerSecond);
        Assert.Equal(0.1, row.ErrorRate);
        Near(50, row.P50);
        Near(90, row.P90);
        Near(99, row.P99);
        Near(100, row.Max);
    }

    [Fact]
    public void TheDetailHasEveryWindowAndTheCurve()
    {
        Sample();
        Record(4, LatencyOutcome.Success, times: 30);
        Record(16, LatencyOutcome.Failure, times: 10);
        Sample();

        var data = DashboardReader.Read(_monitor.GetSnapshot(), Interval, 2 * Interval, "work");
        Assert.Equal((1020.0, 10.0), (data.SampledAt, data.SampleInterval));
        var (idle, busy) = (data.Detail!.Windows[0], data.Detail.Windows[1]);
        Assert.Equal((1010.0, 0.0, null), (idle.End, idle.PerSecond, idle.P50));
        Assert.Equal((1020.0, 4.0, 1.0), (busy.End, busy.PerSecond, busy.FailuresPerSecond));
        Near(4, busy.P50);
        Near(16, busy.P90);
        Near(16, busy.Max);
        Assert.Equal([30, 40], data.Detail.Curve.CountAtOrBelow);
        Near(4, data.Detail.Curve.Milliseconds[0]);
        Near(16, data.Detail.Curve.Milliseconds[1]);
        Assert.Equal(20, data.Detail.RecentSeconds);
        Assert.NotNull(data.Process);
    }

    [Fact]
    public void ASeriesThatOnlyCountsHasRates()
    {
        _meter.Mark(1_000);
        Sample();
        _meter.Mark(40);
        Sample();
        _meter.Mark(40);
        Sample();

        var data = DashboardReader.Read(_monitor.GetSnapshot(), Interval, 2 * Interval, "count");
        Assert.Equal(4, data.Series.Single(row => row.Name == "count").PerSecond);
        Assert.Equal([100, 4, 4], data.Detail!.Windows.Select(window => window.PerSecond));
        Assert.Equal(20, data.Detail.RecentSeconds);
        Assert.Empty(data.Detail.Curve.Milliseconds);
    }

    [Fact]
    public void AnAlertSaysItsFigure()
    {
        Record(100, LatencyOutcome.Success, times: 1_000);
        Sample();

        var alert = Assert.Single(DashboardReader.Read(_monitor.GetSnapshot(), Interval, 2 * Interval, null).Alerts);
        Assert.Equal(("slow", "work", "Warning", "Firing", "p90", "ms"), (alert.Name, alert.Series, alert.Severity, alert.State, alert.Figure, alert.Unit));
        Assert.Equal((50.0, 1_000L, 1010.0), (alert.Threshold, alert.Samples, alert.Since));
        Near(100, alert.Value);
    }

    [Fact]
    public void WithoutASampleItCanBeWritten()
    {
        var data = DashboardReader.Read(_monitor.GetSnapshot(), Interval, 2 * Interval, "work");
        Assert.Null(data.Process);
        Assert.Empty(data.Detail!.Windows);
        Assert.StartsWith("{\"sampledAt\":1000,", JsonSerializer.Serialize(data, DashboardJson.Default.DashboardData), StringComparison.Ordinal);
    }

    private void Record(int milliseconds, LatencyOutcome outcome, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _recorder.Record(TimeSpan.FromMilliseconds(milliseconds), outcome);
        }
    }

    private void Sample()
    {
        _clock.Advance(Interval);
        _monitor.Sample();
    }

    private static void Near(double expected, double? actual) => Latency.Recorded.Near(expected, actual, LatencySnapshot.Empty.ErrorBound);
}

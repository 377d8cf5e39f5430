using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Tests.Concurrency;
using PerfAnalyzers.Runtime.Tests.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

public sealed class PerformanceMonitorTests
{
    [Fact]
    public void AWindowIsWhatHappenedSinceTheSampleBefore()
    {
        var watched = new Watched();
        watched.Run(1000, milliseconds: 1).Run(10, milliseconds: 500, failures: 2, cancelled: 3, step: TimeSpan.FromSeconds(4));

        var (first, second) = (watched.History.Windows[0], watched.History.Windows[1]);

        Assert.Equal((1000, 100.0), (first.Count, first.PerSecond));
        Recorded.Near(1e6, first.Latency!.P99.Nanoseconds(), Recorded.TimeSpanError);
        Assert.Equal((10, 2, 3, 2.5), (second.Count, second.Failures, second.Cancelled, second.PerSecond));
        Assert.Equal(2.0 / 7, second.ErrorRate);
        Assert.Equal(TimeSpan.FromSeconds(4), second.Elapsed);
        Assert.Equal(watched.Clock.GetUtcNow(), second.End);

        // Over the lifetime, 10 slow requests among 1010 would leave the p95 at 1 ms.
        Recorded.Near(5e8, second.Latency!.P95.Nanoseconds(), Recorded.TimeSpanError);
        Recorded.Near(5e8, second.Latency.Min.Nanoseconds(), Recorded.TimeSpanError);
    }

    [Fact]
    public void AnIdleWindowHasNoFigures()
    {
        var window = new Watched().Run(0).History.Windows.Single();

        Assert.Null(window.Latency);
        Assert.Null(window.ErrorRate);
        Assert.Equal((0, 0.0), (window.Count, window.PerSecond));
        Assert.Null(new Watched().Run(3, cancelled: 3).History.Windows.Single().ErrorRate);
    }

    [Fact]
    public void HistoryIsBoundedAndKeepsTheLatest()
    {
        var watched = new Watched(new PerformanceMonitorOptions { HistoryLength = 3 });
        for (var requests = 1; requests <= 5; requests++)
            watched.Run(requests);

        Assert.Equal([3, 4, 5], watched.History.Windows.Select(window => window.Count));
        Assert.Equal(3, watched.Monitor.GetSnapshot().Process.Count);
    }

    [Fact]
    public void ASnapshotOfHistoryStaysAsItWas()
    {
        var watched = new Watched();
        var before = watched.Run(1).History;
        watched.Run(2);

        Assert.Single(before.Windows);
        Assert.Throws<NotSupportedException>(() => ((IList<SeriesWindow>)before.Windows).Clear());
    }

    [Fact]
    public void TheDistributionIsThatOfItsWindow()
    {
        var watched = new Watched(new PerformanceMonitorOptions { DistributionWindow = TimeSpan.FromMinutes(1) });
        watched.RunFor(TimeSpan.FromMinutes(5), requests: 10, milliseconds: 900);
        watched.RunFor(TimeSpan.FromMinutes(1), requests: 2, milliseconds: 1);

        var history = watched.History;

        Assert.Equal((12, TimeSpan.FromMinutes(1)), (history.Distribution!.Count, history.DistributionElapsed));
        Recorded.Near(1e6, history.Distribution.Max!.Value.Nanoseconds(), Recorded.TimeSpanError);
    }

    // A route is met with its first request: ten of them in the last 50 ms of ten seconds are one per second, not two hundred.
    [Fact]
    public void ASeriesThatHasCountedNothingBeginsWithTheWindowUnderWay()
    {
        var clock = new FakeTimeProvider();
        var monitor = new PerformanceMonitor(timeProvider: clock);
        clock.Advance(Watched.Step);
        monitor.Sample();
        clock.Advance(Watched.Step - TimeSpan.FromMilliseconds(50));

        var meter = new ThroughputMeter(clock);
        monitor.Add("route", meter);
        meter.Mark(10);
        clock.Advance(TimeSpan.FromMilliseconds(50));
        monitor.Sample();

        var window = Assert.Single(Assert.Single(monitor.GetSnapshot().Series).Windows);
        Assert.Equal((10, Watched.Step, 1), (window.Count, window.Elapsed, window.PerSecond));
    }

    [Fact]
    public void WhatHappenedBeforeASeriesWasAddedIsInNoWindow()
    {
        var clock = new FakeTimeProvider();
        var monitor = new PerformanceMonitor(timeProvider: clock);
        var (histogram, meter) = (new LatencyHistogram(), new ThroughputMeter(clock));
        histogram.Record(TimeSpan.FromSeconds(9));
        meter.Mark(1000);
        clock.Advance(Watched.Step);
        monitor.Sample();

        monitor.Add("histogram", histogram);
        monitor.Add("meter", meter);
        histogram.Record(TimeSpan.FromMilliseconds(1));
        meter.Mark(50);
        clock.Advance(Watched.Step);
        monitor.Sample();

        var series = monitor.GetSnapshot().Series;
        Assert.Equal(["histogram", "meter"], series.Select(each => each.Name));
        Assert.Equal([1, 50], series.Select(each => each.Windows.Single().Count));
        Assert.Equal([true, false], series.Select(each => each.HasDurations));
        Assert.Equal(1, series[0].Distribution!.Count);
        Assert.Null(series[1].Distribution);
        Assert.Equal(5, series[1].Windows[0].PerSecond);
    }

    [Fact]
    public void TwoSamplesAtOneTimeAreOne()
    {
        var watched = new Watched().Run(5);
        watched.Monitor.Sample();

        Assert.Single(watched.History.Windows);
        Assert.Single(watched.Monitor.GetSnapshot().Process);
    }

    [Fact]
    public void ASourceThatThrowsStopsNothingAndIsCounted()
    {
        var watched = new Watched();
        var broken = false;
        var other = new LatencyRecorder();
        watched.Monitor.Add("a broken one", () => broken ? throw new InvalidOperationException() : other.GetSnapshot());
        broken = true;
        other.Record(TimeSpan.FromMilliseconds(5), LatencyOutcome.Success);
        watched.Run(1);
        broken = false;
        watched.Run(2);

        var snapshot = watched.Monitor.GetSnapshot();
        Assert.Equal(1, snapshot.FailedReadings);
        Assert.Equal([1, 2], watched.History.Windows.Select(window => window.Count));

        // The next window covers the time that was missed.
        var window = snapshot.Series[0].Windows.Single();
        Assert.Equal((1, 2 * Watched.Step), (window.Count, window.Elapsed));
    }

    [Fact]
    public void ASourceThatCannotBeReadIsNotCalledGood()
    {
        var watched = new Watched(new ErrorRateAlertRule { Name = "errors", Series = "remote", Threshold = 0.1 });
        var broken = false;
        watched.Monitor.Add("remote", () => broken ? throw new InvalidOperationException() : watched.Recorder.GetSnapshot());
        watched.Run(200);
        Assert.Equal(AlertState.Ok, watched.State);

        broken = true;
        watched.Run(200, failures: 100).Run(0);
        Assert.Equal((AlertState.InsufficientData, null), (watched.State, watched.Alert.Value));
        broken = false;
        watched.Run(0);
        Assert.Equal([AlertState.Ok, AlertState.InsufficientData, AlertState.Firing], watched.States);
    }

    [Fact]
    public void ASourceThatBeginsAnewIsFollowed()
    {
        var watched = new Watched();
        var recorder = new LatencyRecorder();
        recorder.Record(TimeSpan.FromMilliseconds(5), LatencyOutcome.Success);
        watched.Monitor.Add("restarted", () => recorder.GetSnapshot());
        watched.Run(0);
        recorder = new LatencyRecorder();
        watched.Run(0);
        recorder.Record(TimeSpan.FromMilliseconds(5), LatencyOutcome.Success);
        watched.Run(0);

        var snapshot = watched.Monitor.GetSnapshot();
        Assert.Equal(1, snapshot.FailedReadings);
        Assert.Equal([0, 1], snapshot.Series[1].Windows.Select(window => window.Count));
    }

    [Fact]
    public void ARemovedSeriesIsForgottenAndItsNameFree()
    {
        var watched = new Watched(new ErrorRateAlertRule { Name = "errors", Series = Watched.Series, Threshold = 0.1 });
        watched.Run(200);
        Assert.Equal(AlertState.Ok, watched.State);

        Assert.True(watched.Monitor.Remove(Watched.Series));
        Assert.False(watched.Monitor.Remove(Watched.Series));

        Assert.Empty(watched.Monitor.GetSnapshot().Series);
        Assert.Equal(AlertState.InsufficientData, watched.State);
        Assert.Equal([AlertState.Ok, AlertState.InsufficientData], watched.States);
        watched.Monitor.Add(Watched.Series, watched.Recorder);
        Assert.Empty(watched.History.Windows);
    }

    [Fact]
    public void ProcessFiguresAreDifferencesAndGauges()
    {
        var clock = new FakeTimeProvider();
        var reading = new ProcessReading { Processors = 4, CpuTime = TimeSpan.FromHours(3), GcPause = TimeSpan.FromHours(1), AllocatedBytes = 1 << 30, ThreadPoolItems = 5, FullCollections = 7, LockContentions = 9 };
        var monitor = new PerformanceMonitor(null, clock, () => reading);
        reading = reading with
        {
            CpuTime = reading.CpuTime + TimeSpan.FromSeconds(20),
            GcPause = reading.GcPause + TimeSpan.FromSeconds(1),
            AllocatedBytes = reading.AllocatedBytes + 5000,
            ThreadPoolItems = 105,
            FullCollections = 8,
            LockContentions = 29,
            HeapBytes = 11,
            WorkingSetBytes = 12,
            ThreadPoolThreads = 13,
            ThreadPoolQueueLength = 14,
        };
        clock.Advance(TimeSpan.FromSeconds(10));
        monitor.Sample();

        var window = monitor.GetSnapshot().Process.Single();

        // 20 s of processor time in 10 s on 4 processors.
        Assert.Equal((0.5, 0.1, 500.0), (window.CpuShare, window.GcPauseShare, window.AllocatedBytesPerSecond));
        Assert.Equal((1, 10.0, 2.0), (window.FullCollections, window.ThreadPoolItemsPerSecond, window.LockContentionsPerSecond));
        Assert.Equal((11, 12, 13, 14), (window.HeapBytes, window.WorkingSetBytes, window.ThreadPoolThreads, window.ThreadPoolQueueLength));
    }

    [Fact]
    public void ThisProcessCanBeRead()
    {
        var before = ProcessReading.OfThisProcess();
        var garbage = new byte[1000][];
        for (var i = 0; i < garbage.Length; i++)
            garbage[i] = new byte[1000];
        var window = ProcessReading.OfThisProcess().Since(before, TimeSpan.FromSeconds(1), default);

        Assert.InRange(window.CpuShare, 0, 1);
        Assert.True(window.AllocatedBytesPerSecond >= 900_000);
        Assert.True(window.HeapBytes > 0 && window.WorkingSetBytes > 0 && window.ThreadPoolThreads > 0);
        GC.KeepAlive(garbage);
    }

    [Fact]
    public void EveryMemberMayBeCalledFromManyThreads()
    {
        var rule = new PercentileAlertRule { Name = "slow", Series = Watched.Series, Threshold = TimeSpan.FromMilliseconds(5), MinimumSamples = 1 };
        var watched = new Watched(new PerformanceMonitorOptions { Rules = [rule], HistoryLength = 10_000 });
        Threads.Run(
            write: thread =>
            {
                for (var i = 0; i < 50; i++)
                {
                    watched.Recorder.Record(TimeSpan.FromMilliseconds(i), LatencyOutcome.Success);
                    watched.Monitor.Add($"{thread}-{i}", new ThroughputMeter(watched.Clock));
                    watched.Monitor.Sample();
                    Assert.True(watched.Monitor.Remove($"{thread}-{i}"));
                }
            },
            readMeanwhile: () =>
            {
                watched.Clock.Advance(TimeSpan.FromMilliseconds(10));
                Assert.True(watched.Monitor.GetSnapshot().Series.Count > 0);
            });
        watched.Clock.Advance(TimeSpan.FromMilliseconds(10));
        watched.Monitor.Sample();

        Assert.Equal(Threads.Writers * 50, watched.History.Windows.Sum(window => window.Count));
        Assert.Equal(0, watched.Monitor.GetSnapshot().FailedReadings);
    }

    [Fact]
    public void HostileInputIsNamed()
    {
        var monitor = new PerformanceMonitor(new PerformanceMonitorOptions { MaxSeries = 1 });
        Assert.Throws<ArgumentNullException>("name", () => monitor.Add(null!, new LatencyHistogram()));
        Assert.Throws<ArgumentException>("name", () => monitor.Add(" ", new LatencyHistogram()));
        Assert.Throws<ArgumentNullException>("recorder", () => monitor.Add("a", (LatencyRecorder)null!));
        Assert.Throws<ArgumentNullException>("histogram", () => monitor.Add("a", (LatencyHistogram)null!));
        Assert.Throws<ArgumentNullException>("meter", () => monitor.Add("a", (ThroughputMeter)null!));
        Assert.Throws<ArgumentNullException>("read", () => monitor.Add("a", (Func<LatencyRecorderSnapshot>)null!));
        Assert.Throws<ArgumentNullException>("name", () => monitor.Remove(null!));
        monitor.Add("a", new LatencyHistogram());
        Assert.Contains("'a'", Assert.Throws<ArgumentException>("name", () => monitor.Add("a", new LatencyHistogram())).Message, StringComparison.Ordinal);
        Assert.Contains("null", Assert.Throws<InvalidOperationException>(() => new PerformanceMonitor().Add("a", () => null!)).Message, StringComparison.Ordinal);
        Assert.Contains("MaxSeries", Assert.Throws<InvalidOperationException>(() => monitor.Add("b", new LatencyHistogram())).Message, StringComparison.Ordinal);
        foreach (var options in new PerformanceMonitorOptions[]
        {
            new() { HistoryLength = 0 },
            new() { HistoryLength = 10_001 },
            new() { DistributionWindow = TimeSpan.Zero },
            new() { MaxSeries = 0 },
            new() { Rules = null! },
            new() { Rules = [null!] },
        })
        {
            Assert.Single(options.Problems());
            Assert.Throws<ArgumentException>("options", () => new PerformanceMonitor(options));
        }
    }
}

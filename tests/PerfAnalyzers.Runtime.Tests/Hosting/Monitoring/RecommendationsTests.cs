using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Tests.Latency;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>Histories made by hand, each with one thing wrong or nothing.</summary>
public sealed class RecommendationsTests
{
    private const int Windows = 60;

    private static readonly ProcessWindow Healthy = Process(0.3);

    [Fact]
    public void NothingIsRecommendedWhereNothingIsWrong()
    {
        Assert.Empty(From(_ => Healthy, i => Window(i, 100 + (i % 7), 10 + (i % 3))));
        Assert.Empty(From(_ => Process(0), _ => null));
        Assert.Empty(Recommendations.From(new PerformanceMonitor().GetSnapshot()));
    }

    [Fact]
    public void BusyProcessorsAreNamedWithTheirShare()
    {
        var advice = Assert.Single(From(i => Process(i < 30 ? 0.1 : 0.85), i => Window(i, 100, 10)));

        Assert.Equal((RecommendationKind.CpuSaturation, null, "CPU share", 0.7), (advice.Kind, advice.Series, advice.Figure, advice.Limit));
        Assert.Equal(0.85, advice.Value, 9);
        Assert.Contains("85 %", advice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GcPausesAreNamedWithWhatWasAllocated()
    {
        var advice = Assert.Single(From(_ => Process(0.3, gcPauseShare: 0.12, allocatedPerSecond: 8e8), i => Window(i, 100, 10)));

        Assert.Equal((RecommendationKind.GcPauses, 0.05), (advice.Kind, advice.Limit));
        Assert.Equal(0.12, advice.Value, 9);
        Assert.Contains("12.0 % of the time, at 800 MB", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BlockedThreadsAreToldFromBusyProcessors()
    {
        var blocked = Assert.Single(From(_ => Process(0.2, queue: 500, threads: 16), i => Window(i, 100, 10)));
        Assert.Equal((RecommendationKind.ThreadPoolStarvation, 500.0, 16.0), (blocked.Kind, blocked.Value, blocked.Limit));

        var busy = Assert.Single(From(_ => Process(0.95, queue: 500, threads: 16), i => Window(i, 100, 10)));
        Assert.Equal(RecommendationKind.CpuSaturation, busy.Kind);
    }

    [Fact]
    public void AGrowingQueueIsFoundBeforeItIsLong()
    {
        var advice = Assert.Single(From(i => Process(0.3, queue: i / 3, threads: 16), i => Window(i, 100, 10)));

        Assert.Equal((RecommendationKind.ThreadPoolQueueGrowth, 16.0), (advice.Kind, advice.Limit));
        Assert.Equal(59 / 3.0, advice.Value, 0.5);
    }

    [Fact]
    public void FailuresAreCountedWithoutCancelledOperations()
    {
        var advice = Assert.Single(From(_ => Healthy, i => Window(i, 100, 10, failures: 3, cancelled: 40)));

        Assert.Equal((RecommendationKind.Errors, "orders", 0.01), (advice.Kind, advice.Series, advice.Limit));
        Assert.Equal(90.0 / 1800, advice.Value, 9);
        Assert.StartsWith("orders: 90 of 1800 operations failed (5.0 %).", advice.ToString(), StringComparison.Ordinal);
        Assert.Empty(From(_ => Healthy, i => Window(i, 2, 10, failures: 1)));
    }

    [Fact]
    public void SlownessThatFollowsTheProcessorsIsTheirs()
    {
        // An M/M/1 server: time in the system is 1 / (1 - utilization) of the service time. Rates rise with it, but explain less.
        var advice = From(i => Process(Load(i)), i => Window(i, (int)(1000 * Load(i)), 5 / (1 - Load(i)))).Single(each => each.Series is not null);

        Assert.Equal(RecommendationKind.LatencyFollowsUtilization, advice.Kind);

        // Medians of the quarters: the 8th and the 53rd of the 60 loads.
        Assert.Equal((1 - 0.1 - (0.75 * 7 / 59)) / (1 - 0.1 - (0.75 * 52 / 59)), advice.Value, 0.02);
    }

    [Fact]
    public void SlownessWithTrafficOnIdleProcessorsIsAQueue()
    {
        var advice = Assert.Single(From(i => Process(0.2 + (Load(i) / 10)), i => Window(i, (int)(1000 * Load(i)), 5 / (1 - Load(i)))));

        Assert.Equal((RecommendationKind.Queueing, "p95 ratio"), (advice.Kind, advice.Figure));
        Assert.True(advice.Value > 1.5);
        Assert.Contains("in flight", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void SlownessThatComesWithTimeIsADrift()
    {
        var advice = Assert.Single(From(_ => Healthy, i => Window(i, 100, 10 + (i / 5.0) + (i % 3))));

        Assert.Equal(RecommendationKind.LatencyDrift, advice.Kind);

        // 11.8 ms over 60 windows, against a median of 17.
        Assert.Equal(1 + (11.8 / 17), advice.Value, 0.05);
    }

    [Fact]
    public void NoiseIsSeldomAReason()
    {
        var random = new Random(3);
        var recommended = Enumerable.Range(0, 200)
            .Count(_ => From(_ => Process(random.NextDouble() * 0.5), i => Window(i, random.Next(50, 150), random.NextDouble() * 50)).Count > 0);

        Assert.InRange(recommended, 0, 4);
    }

    [Fact]
    public void TheListIsShortAndBeginsWithTheWorst()
    {
        ProcessWindow Bad(int i) => Process(0.2, gcPauseShare: 0.06, queue: 100, threads: 10);
        var all = From(Bad, i => Window(i, 100, 10, failures: 5));
        Assert.Equal([RecommendationKind.ThreadPoolStarvation, RecommendationKind.Errors, RecommendationKind.GcPauses], all.Select(each => each.Kind));

        Assert.Equal(RecommendationKind.ThreadPoolStarvation, Assert.Single(From(Bad, i => Window(i, 100, 10, failures: 5), new RecommendationOptions { MaxCount = 1 })).Kind);
    }

    [Fact]
    public void HostileInputIsNamed()
    {
        Assert.Throws<ArgumentNullException>("snapshot", () => Recommendations.From(null!));
        foreach (var options in new RecommendationOptions[]
        {
            new() { CpuShare = 0 },
            new() { CpuShare = double.NaN },
            new() { GcPauseShare = 2 },
            new() { ErrorRate = 1 },
            new() { LatencyRatio = 1 },
            new() { Significance = 0.5 },
            new() { MinimumWindows = 7 },
            new() { RecentWindows = 11 },
            new() { MinimumSamples = 0 },
            new() { MaxCount = 0 },
        })
        {
            Assert.Throws<ArgumentException>("options", () => Recommendations.From(new PerformanceMonitor().GetSnapshot(), options));
        }
    }

    // Up and down six times, from 0.1 to 0.85.
    private static double Load(int window) => 0.1 + (0.75 * (window * 7 % Windows) / (Windows - 1));

    private static IReadOnlyList<Recommendation> From(Func<int, ProcessWindow> process, Func<int, SeriesWindow?> series, RecommendationOptions? options = null)
    {
        var clock = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return Recommendations.From(
            new MonitorSnapshot
            {
                SampledAt = clock,
                Process = [.. Enumerable.Range(0, Windows).Select(i => At(process(i), clock.AddSeconds(10 * i)))],
                Series =
                [
                    new SeriesHistory
                    {
                        Name = "orders",
                        HasDurations = true,
                        Windows = [.. Enumerable.Range(0, Windows).Select(series).OfType<SeriesWindow>()],
                        Distribution = null,
                        DistributionElapsed = default,
                    },
                ],
                Alerts = [],
                FailedReadings = 0,
                FailedHandlers = 0,
            },
            options);
    }

    private static SeriesWindow Window(int i, int count, double milliseconds, int failures = 0, int cancelled = 0) => new()
    {
        End = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(10 * i),
        Elapsed = TimeSpan.FromSeconds(10),
        Count = count,
        Failures = failures,
        Cancelled = cancelled,
        Latency = new LatencyFigures(Recorded.OfMilliseconds(milliseconds)),
    };

    private static ProcessWindow Process(double cpuShare, double gcPauseShare = 0.01, double allocatedPerSecond = 1e6, long queue = 0, int threads = 16) => new()
    {
        End = default,
        Elapsed = TimeSpan.FromSeconds(10),
        CpuShare = cpuShare,
        GcPauseShare = gcPauseShare,
        AllocatedBytesPerSecond = allocatedPerSecond,
        FullCollections = 0,
        HeapBytes = 0,
        WorkingSetBytes = 0,
        ThreadPoolThreads = threads,
        ThreadPoolQueueLength = queue,
        ThreadPoolItemsPerSecond = 0,
        LockContentionsPerSecond = 0,
    };

    private static ProcessWindow At(ProcessWindow window, DateTimeOffset end) => new()
    {
        End = end,
        Elapsed = window.Elapsed,
        CpuShare = window.CpuShare,
        GcPauseShare = window.GcPauseShare,
        AllocatedBytesPerSecond = window.AllocatedBytesPerSecond,
        FullCollections = window.FullCollections,
        HeapBytes = window.HeapBytes,
        WorkingSetBytes = window.WorkingSetBytes,
        ThreadPoolThreads = window.ThreadPoolThreads,
        ThreadPoolQueueLength = window.ThreadPoolQueueLength,
        ThreadPoolItemsPerSecond = window.ThreadPoolItemsPerSecond,
        LockContentionsPerSecond = window.LockContentionsPerSecond,
    };
}

using System.Globalization;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What the figures of the process recommend.</summary>
internal sealed class ProcessRecommendations(IReadOnlyList<ProcessWindow> windows, RecommendationOptions options)
{
    private readonly ProcessWindow[] _recent = [.. windows.TakeLast(options.RecentWindows)];

    public IEnumerable<Recommendation> All() => new[] { Cpu(), ThreadPool(), GcPauses() }.OfType<Recommendation>();

    private double CpuShare => _recent.Average(window => window.CpuShare);

    private Recommendation? Cpu() => CpuShare <= options.CpuShare ? null : new Recommendation
    {
        Kind = RecommendationKind.CpuSaturation,
        Series = null,
        Figure = "CPU share",
        Value = CpuShare,
        Limit = options.CpuShare,
        Reason = FormattableString.Invariant(
            $"The processors were busy for {CpuShare:P0} of the time, and waiting grows with 1 / (1 - share)."),
        Action = "Profile for the most costly code, or add processors or instances.",
    };

    private Recommendation? ThreadPool()
    {
        var queue = _recent.Average(window => window.ThreadPoolQueueLength);
        var threads = _recent.Average(window => window.ThreadPoolThreads);

        // More work waiting than threads working, and processors with time: the threads wait for something themselves.
        if (queue > threads && CpuShare <= options.CpuShare)
        {
            return new Recommendation
            {
                Kind = RecommendationKind.ThreadPoolStarvation,
                Series = null,
                Figure = "thread-pool queue length",
                Value = queue,
                Limit = threads,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{queue:F0} work items waited for {threads:F0} threads, "
                    + $"while the processors were busy for {CpuShare:P0} of the time."),
                Action = "Look for calls that block a thread of the pool, and await them.",
            };
        }

        var times = Times(windows.Select(window => window.Elapsed));
        double[] queues = [.. windows.Select(window => (double)window.ThreadPoolQueueLength)];
        var trend = Trend.OverTime(times, queues, new TrendOptions { Significance = options.Significance });
        var growth = trend.Slope * (times[^1] - times[0]);
        return trend.Verdict != TrendVerdict.Rising || growth <= threads ? null : new Recommendation
        {
            Kind = RecommendationKind.ThreadPoolQueueGrowth,
            Series = null,
            Figure = "growth of the thread-pool queue",
            Value = growth,
            Limit = threads,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The queue of the thread pool grew by {growth:F0} work items ({trend.Slope:G3} per second, p = {trend.PValue:G2}), "
                + $"for {threads:F0} threads."),
            Action = "Bound the work that is accepted, or do it faster.",
        };
    }

    private Recommendation? GcPauses()
    {
        var share = _recent.Average(window => window.GcPauseShare);
        var megabytes = _recent.Average(window => window.AllocatedBytesPerSecond) / 1e6;
        var full = _recent.Sum(window => window.FullCollections);
        return share <= options.GcPauseShare ? null : new Recommendation
        {
            Kind = RecommendationKind.GcPauses,
            Series = null,
            Figure = "GC pause share",
            Value = share,
            Limit = options.GcPauseShare,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The garbage collector paused the process for {share:P1} of the time, at {megabytes:G3} MB allocated per second "
                + $"and {full} full collections."),
            Action = "Allocate less on hot paths, or try concurrent and server collection.",
        };
    }

    /// <summary>When each window ended, in seconds after the beginning of the first.</summary>
    public static double[] Times(IEnumerable<TimeSpan> lengths)
    {
        var passed = 0.0;
        return [.. lengths.Select(length => passed += length.TotalSeconds)];
    }
}

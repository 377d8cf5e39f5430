using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Monitoring;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>What <see cref="PerfMetricsExtensions.AddPerfMetrics"/> measures and keeps.</summary>
public sealed class PerfMetricsOptions
{
    /// <summary>Time between two samples, which is the length of a window, 1 s to an hour; 5 s unless set.</summary>
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Windows kept of each series, 1 to 10,000; 360 unless set, half an hour of windows of 5 s.</summary>
    public int HistoryLength { get; set; } = 360;

    /// <summary>The time that percentile curves and the table of routes are of, 1 s to a day; 5 minutes unless set.</summary>
    public TimeSpan RecentTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The most pairs of method and route that have a series of their own, 1 to 1000; 200 unless set. Requests of others are
    /// counted together as <see cref="PerfSeries.OtherRoutes"/>.
    /// </summary>
    public int MaxRoutes { get; set; } = 200;

    /// <summary>
    /// The alerts. Series are named as <see cref="PerfSeries.OfRoute"/> says, all requests together
    /// <see cref="PerfSeries.AllRequests"/>.
    /// </summary>
    public IList<AlertRule> Rules { get; } = [];

    internal List<KeyValuePair<string, LatencyRecorder>> Recorders { get; } = [];

    /// <summary>Shows a recorder of the application beside the routes.</summary>
    /// <param name="name">Name of its series; no other has it.</param>
    /// <param name="recorder">The recorder.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or <paramref name="recorder"/> is null.</exception>
    public PerfMetricsOptions AddRecorder(string name, LatencyRecorder recorder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(recorder);
        Recorders.Add(new(name, recorder));
        return this;
    }

    internal PerformanceMonitorOptions ToMonitorOptions()
    {
        ThrowUnless(SampleInterval >= TimeSpan.FromSeconds(1) && SampleInterval <= TimeSpan.FromHours(1), nameof(SampleInterval), SampleInterval, "1 s to an hour");
        ThrowUnless(HistoryLength is >= 1 and <= 10_000, nameof(HistoryLength), HistoryLength, "1 to 10000");
        ThrowUnless(RecentTime >= TimeSpan.FromSeconds(1) && RecentTime <= TimeSpan.FromDays(1), nameof(RecentTime), RecentTime, "1 s to a day");
        ThrowUnless(MaxRoutes is >= 1 and <= 1000, nameof(MaxRoutes), MaxRoutes, "1 to 1000");
        return new PerformanceMonitorOptions
        {
            HistoryLength = HistoryLength,
            DistributionWindow = RecentTime,

            // All requests and those of other routes have a series each.
            MaxSeries = MaxRoutes + 2 + Recorders.Count,
            Rules = [.. Rules],
        };
    }

    private static void ThrowUnless(bool valid, string name, object value, string range)
    {
        if (!valid)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Must be {range}.");
        }
    }
}

using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.AspNetCore.Dashboard;

/// <summary>Makes of a monitor's snapshot what the page draws: every series in a row, one in detail.</summary>
internal static class DashboardReader
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <param name="roundTrips">Mean round trips of a request by series, where they are counted.</param>
    /// <param name="recent">The time that rows are of, for series that have no durations to tell it.</param>
    public static DashboardData Read(
        MonitorSnapshot snapshot,
        TimeSpan sampleInterval,
        TimeSpan recent,
        string? detail,
        Func<string, double?>? roundTrips = null) => new(
        SecondsSince1970(snapshot.SampledAt),
        sampleInterval.TotalSeconds,
        [.. snapshot.Series.Select(series => Row(series, recent, roundTrips))],
        snapshot.Series.FirstOrDefault(series => series.Name == detail) is { } found ? Detail(found, recent) : null,
        [.. snapshot.Alerts.Select(Alert)],
        snapshot.Process.Count > 0 ? Process(snapshot.Process[^1]) : null);

    private static SeriesRow Row(SeriesHistory series, TimeSpan recent, Func<string, double?>? roundTrips)
    {
        var durations = series.Distribution ?? LatencySnapshot.Empty;
        var windows = RecentWindows(series, recent);
        var elapsed = windows.Sum(static window => window.Elapsed.TotalSeconds);
        var judged = windows.Sum(static window => window.Count - window.Cancelled);
        return new(
            series.Name,
            elapsed > 0 ? windows.Sum(static window => window.Count) / elapsed : 0,
            judged > 0 ? (double)windows.Sum(static window => window.Failures) / judged : null,
            Milliseconds(durations, 50),
            Milliseconds(durations, 90),
            Milliseconds(durations, 99),
            Milliseconds(durations, 100),
            Finite(roundTrips?.Invoke(series.Name)));
    }

    private static SeriesDetail Detail(SeriesHistory series, TimeSpan recent)
    {
        var buckets = (series.Distribution ?? LatencySnapshot.Empty).Buckets().ToList();
        return new(
            series.Name,
            RecentWindows(series, recent).Sum(static window => window.Elapsed.TotalSeconds),
            [.. series.Windows.Select(Window)],
            new CurveRow(
                [.. buckets.Select(static bucket => bucket.RepresentativeNanoseconds / NanosecondsPerMillisecond)],
                [.. buckets.Select(static bucket => bucket.CumulativeCount)]));
    }

    // The windows that the distribution is of: both begin at a sample.
    private static List<SeriesWindow> RecentWindows(SeriesHistory series, TimeSpan recent)
    {
        var length = series.HasDurations ? series.DistributionElapsed : recent;
        var windows = new List<SeriesWindow>();
        for (var i = series.Windows.Count - 1; i >= 0 && length > TimeSpan.Zero; i--)
        {
            windows.Add(series.Windows[i]);
            length -= series.Windows[i].Elapsed;
        }

        return windows;
    }

    private static WindowRow Window(SeriesWindow window) => new(
        SecondsSince1970(window.End),
        window.PerSecond,
        window.Elapsed > TimeSpan.Zero ? window.Failures / window.Elapsed.TotalSeconds : 0,
        window.Latency?.Median.TotalMilliseconds,
        window.Latency?.P90.TotalMilliseconds,
        window.Latency?.P99.TotalMilliseconds,
        window.Latency?.Max.TotalMilliseconds);

    private static AlertRow Alert(AlertStatus alert) => new(
        alert.Rule.Name,
        alert.Rule.Series,
        alert.Rule.Severity.ToString(),
        alert.State.ToString(),
        SecondsSince1970(alert.Since),
        alert.Rule.Figure,
        alert.Rule.Unit,
        Finite(alert.Value),
        Finite(alert.Threshold),
        alert.Samples);

    private static ProcessRow Process(ProcessWindow process) => new(
        process.CpuShare,
        process.GcPauseShare,
        process.AllocatedBytesPerSecond,
        process.WorkingSetBytes,
        process.ThreadPoolThreads,
        process.ThreadPoolQueueLength);

    private static double? Milliseconds(LatencySnapshot durations, double percentile) =>
        Finite(durations.PercentileNanoseconds(percentile) / NanosecondsPerMillisecond);

    // JSON has no number for these.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static double SecondsSince1970(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}

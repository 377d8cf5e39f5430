using System.Globalization;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What the figures of one series recommend.</summary>
internal sealed class SeriesRecommendations
{
    private readonly SeriesHistory _series;
    private readonly RecommendationOptions _options;
    private readonly SeriesWindow[] _windows;
    private readonly double[] _times;
    private readonly double[] _p95;
    private readonly double[] _cpuShare;

    public SeriesRecommendations(SeriesHistory series, IReadOnlyList<ProcessWindow> process, RecommendationOptions options)
    {
        _series = series;
        _options = options;

        // Both kinds of windows are closed by the same samples. A source that failed, or came later, lacks some.
        var cpuShares = process.GroupBy(window => window.End).ToDictionary(group => group.Key, group => group.Last().CpuShare);
        var timed = series.Windows
            .Zip(ProcessRecommendations.Times(series.Windows.Select(window => window.Elapsed)))
            .Where(pair => pair.First.Latency is not null && pair.First.Count >= options.MinimumSamples)
            .Where(pair => cpuShares.ContainsKey(pair.First.End))
            .ToArray();
        _windows = Array.ConvertAll(timed, pair => pair.First);
        _times = Array.ConvertAll(timed, pair => pair.Second);
        _p95 = [.. _windows.Select(window => window.Latency!.P95.TotalMilliseconds)];
        _cpuShare = [.. _windows.Select(window => cpuShares[window.End])];
    }

    public IEnumerable<Recommendation> All() => new[] { Errors(), Latency() }.OfType<Recommendation>();

    private Recommendation? Errors()
    {
        var recent = _series.Windows.TakeLast(_options.RecentWindows).ToArray();
        var judged = recent.Sum(window => window.Count - window.Cancelled);
        var failures = recent.Sum(window => window.Failures);
        var rate = (double)failures / judged;
        return judged < 10L * _options.MinimumSamples || rate <= _options.ErrorRate ? null : new Recommendation
        {
            Kind = RecommendationKind.Errors,
            Series = _series.Name,
            Figure = "error rate",
            Value = rate,
            Limit = _options.ErrorRate,
            Reason = FormattableString.Invariant($"{failures} of {judged} operations failed ({rate:P1})."),
            Action = "Find out why before tuning anything: failures change what the other figures mean.",
        };
    }

    // One reason for slowness is enough: the processors explain it before the traffic does, and both before time.
    private Recommendation? Latency()
    {
        if (_windows.Length < _options.MinimumWindows)
        {
            return null;
        }

        var rates = Array.ConvertAll(_windows, window => window.PerSecond);
        var (calmCpu, busyCpu) = Quarters(_cpuShare, _cpuShare);
        if (SlowerWith(_cpuShare) is { } byCpu && busyCpu > _options.CpuShare)
        {
            return Slower(
                RecommendationKind.LatencyFollowsUtilization,
                byCpu,
                FormattableString.Invariant($"when the processors are busy for {busyCpu:P0} of the time than for {calmCpu:P0}"),
                "Spend less processor time per operation, or add processors or instances.");
        }

        if (SlowerWith(rates) is { } byRate)
        {
            // Little's law: operations in the system are rate times time in it.
            var inFlight = _windows.Select(window => window.PerSecond * window.Latency!.Mean.TotalSeconds).ToArray();
            var (calmRate, busyRate) = Quarters(rates, rates);
            var (few, many) = Quarters(rates, inFlight);
            var comparison = FormattableString.Invariant(
                $"at {busyRate:G3} than at {calmRate:G3} per second (in flight {many:G3} and {few:G3})");
            return Slower(
                RecommendationKind.Queueing,
                byRate,
                comparison + FormattableString.Invariant(
                    $", while the processors are busy for {Quarters(rates, _cpuShare).Busiest:P0} of the time"),
                "Look for what operations queue for: a pool, a lock, a limiter or the database.");
        }

        return Drift(rates);
    }

    private Recommendation? Drift(double[] rates)
    {
        var options = new TrendOptions { Significance = _options.Significance, MinimumChange = _options.LatencyRatio - 1 };
        var trend = Trend.OverTime(_times, _p95, options);
        var traffic = Trend.OverTime(_times, rates, new TrendOptions { Significance = _options.Significance });
        return trend.Verdict != TrendVerdict.Rising || traffic.Verdict == TrendVerdict.Rising ? null : new Recommendation
        {
            Kind = RecommendationKind.LatencyDrift,
            Series = _series.Name,
            Figure = "p95 trend",
            Value = 1 + trend.Change,
            Limit = _options.LatencyRatio,
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The 95th percentile rose by {trend.Change:P0} of its median over {_times[^1] - _times[0]:F0} s (p = {trend.PValue:G2}), "
                + $"without more traffic."),
            Action = "Look for what grows: a cache, a table, a list, a heap.",
        };
    }

    private double? SlowerWith(double[] load)
    {
        var test = new KendallTest(load, _p95);
        var (calm, busy) = Quarters(load, _p95);
        var significant = test.S > 0 && test.PValue(test.Variance) <= _options.Significance;
        return significant && calm > 0 && busy / calm > _options.LatencyRatio ? busy / calm : null;
    }

    private Recommendation Slower(RecommendationKind kind, double ratio, string reason, string action) => new()
    {
        Kind = kind,
        Series = _series.Name,
        Figure = "p95 ratio",
        Value = ratio,
        Limit = _options.LatencyRatio,
        Reason = FormattableString.Invariant($"The 95th percentile is {ratio:F1} times as high {reason}."),
        Action = action,
    };

    // Medians of a figure over the quarter of the windows with the least load, and the quarter with the most.
    private static (double Calmest, double Busiest) Quarters(double[] load, double[] figure)
    {
        var byLoad = figure.Zip(load).OrderBy(pair => pair.Second).Select(pair => pair.First).ToArray();
        var quarter = (byLoad.Length + 3) / 4;
        return (ExactPercentile.Of(byLoad.AsSpan(0, quarter), 50), ExactPercentile.Of(byLoad.AsSpan(byLoad.Length - quarter), 50));
    }
}

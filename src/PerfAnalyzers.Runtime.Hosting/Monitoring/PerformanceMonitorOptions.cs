namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What a <see cref="PerformanceMonitor"/> keeps and which alerts it evaluates.</summary>
public sealed class PerformanceMonitorOptions
{
    /// <summary>
    /// Windows kept per series, 1 to 10,000: with a sample each 10 s, the 360 that are kept unless set are an hour. About 300
    /// bytes each.
    /// </summary>
    public int HistoryLength { get; init; } = 360;

    /// <summary>The time that <see cref="SeriesHistory.Distribution"/> is of, 1 s to 1 day. 5 minutes unless set.</summary>
    public TimeSpan DistributionWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most series at a time, 1 or more; <see cref="PerformanceMonitor"/> refuses more. 1000 unless set.</summary>
    public int MaxSeries { get; init; } = 1000;

    /// <summary>The alerts; none unless set. Their names must differ.</summary>
    public IReadOnlyList<AlertRule> Rules { get; init; } = [];

    /// <summary>What is wrong with these options, a sentence each; nothing if the monitor will accept them.</summary>
    public IEnumerable<string> Problems()
    {
        if (HistoryLength is < 1 or > 10_000)
        {
            yield return $"{nameof(HistoryLength)} must be from 1 to 10000, but is {HistoryLength}.";
        }

        if (DistributionWindow < TimeSpan.FromSeconds(1) || DistributionWindow > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(DistributionWindow)} must be from 1 second to 1 day, but is {DistributionWindow}.";
        }

        if (MaxSeries < 1)
        {
            yield return $"{nameof(MaxSeries)} must be 1 or more, but is {MaxSeries}.";
        }

        if (Rules is null || Rules.Contains(null!))
        {
            yield return $"{nameof(Rules)} must not be null or have a null.";
            yield break;
        }

        foreach (var rule in Rules)
        {
            foreach (var problem in rule.Problems())
            {
                yield return problem;
            }
        }

        foreach (var name in Rules.GroupBy(rule => rule.Name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return $"There is more than one alert rule named '{name}'.";
        }
    }
}

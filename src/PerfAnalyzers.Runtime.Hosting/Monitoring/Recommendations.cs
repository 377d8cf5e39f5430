namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// From the figures of a monitor to a short list of what to do. Nothing is recommended without a figure beyond its limit, nor
/// from too few windows; an idle process gets no advice.
/// </summary>
public static class Recommendations
{
    /// <summary>What the figures recommend, the furthest beyond its limit first; usually nothing.</summary>
    /// <param name="snapshot">What a monitor knows.</param>
    /// <param name="options">The limits; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="snapshot"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IReadOnlyList<Recommendation> From(MonitorSnapshot snapshot, RecommendationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        options ??= new RecommendationOptions();
        options.Validate();
        if (snapshot.Process.Count < options.MinimumWindows)
        {
            return [];
        }

        var process = new ProcessRecommendations(snapshot.Process, options);
        return Array.AsReadOnly(process.All()
            .Concat(snapshot.Series.SelectMany(series => new SeriesRecommendations(series, snapshot.Process, options).All()))
            .OrderByDescending(recommendation => recommendation.Value / recommendation.Limit)
            .Take(options.MaxCount)
            .ToArray());
    }
}

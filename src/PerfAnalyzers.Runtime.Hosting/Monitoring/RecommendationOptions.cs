namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// From which figures on something is recommended. The limits are rules of thumb; set your own where you know better.
/// </summary>
public sealed class RecommendationOptions
{
    /// <summary>
    /// Mean share of the processors, more than 0 and at most 1. 0.7 unless set: with random arrivals at one server the time in
    /// the system is 1 / (1 - share) of the service time, here 3.3 times.
    /// </summary>
    public double CpuShare { get; init; } = 0.7;

    /// <summary>Mean share of time in pauses of the garbage collector, more than 0 and at most 1. 0.05 unless set.</summary>
    public double GcPauseShare { get; init; } = 0.05;

    /// <summary>Share of failed operations, 0 or more and less than 1. 0.01 unless set.</summary>
    public double ErrorRate { get; init; } = 0.01;

    /// <summary>
    /// How many times slower (median of the windows' 95th percentiles) the busiest quarter of the windows is than the calmest;
    /// more than 1. 1.5 unless set.
    /// </summary>
    public double LatencyRatio { get; init; } = 1.5;

    /// <summary>How often a relation or a trend may be claimed by chance, more than 0 and less than 0.5. 0.01 unless set.</summary>
    public double Significance { get; init; } = 0.01;

    /// <summary>The fewest windows to recommend anything, 8 or more. 12 unless set.</summary>
    public int MinimumWindows { get; init; } = 12;

    /// <summary>
    /// The latest windows that levels (processors, garbage collector, thread pool, errors) are taken from, at least
    /// <see cref="MinimumWindows"/>. 30 unless set.
    /// </summary>
    public int RecentWindows { get; init; } = 30;

    /// <summary>
    /// The fewest operations of a series in a window for its percentiles to count, and in the recent windows for its error rate
    /// ten times as many; 1 or more. 20 unless set.
    /// </summary>
    public int MinimumSamples { get; init; } = 20;

    /// <summary>The longest list, 1 or more. 5 unless set.</summary>
    public int MaxCount { get; init; } = 5;

    internal void Validate()
    {
        Require(CpuShare is > 0 and <= 1, nameof(CpuShare), "more than 0 and at most 1", CpuShare);
        Require(GcPauseShare is > 0 and <= 1, nameof(GcPauseShare), "more than 0 and at most 1", GcPauseShare);
        Require(ErrorRate is >= 0 and < 1, nameof(ErrorRate), "0 or more and less than 1", ErrorRate);
        Require(LatencyRatio is > 1 and < double.PositiveInfinity, nameof(LatencyRatio), "more than 1 and finite", LatencyRatio);
        Require(Significance is > 0 and < 0.5, nameof(Significance), "more than 0 and less than 0.5", Significance);
        Require(MinimumWindows >= 8, nameof(MinimumWindows), "8 or more", MinimumWindows);
        Require(RecentWindows >= MinimumWindows, nameof(RecentWindows), $"at least {nameof(MinimumWindows)}", RecentWindows);
        Require(MinimumSamples >= 1, nameof(MinimumSamples), "1 or more", MinimumSamples);
        Require(MaxCount >= 1, nameof(MaxCount), "1 or more", MaxCount);
    }

    private static void Require(bool holds, string name, string range, double actual)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} must be {range}, but is {actual}.", "options");
        }
    }
}

namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>What it takes for a <see cref="Trend"/> to be called one.</summary>
public sealed class TrendOptions
{
    /// <summary>
    /// How often figures without a trend may be called rising or falling, more than 0 and less than 0.5. 0.01 unless set.
    /// </summary>
    public double Significance { get; init; } = 0.01;

    /// <summary>
    /// The least change over the whole time, as a share of the median, that is called rising or falling; 0 or more. 0.05 unless
    /// set: with enough figures even a change of 0.1 % is significant, and still nothing to act on.
    /// </summary>
    public double MinimumChange { get; init; } = 0.05;

    /// <summary>
    /// The change over the whole time, as a share of the median, that must be ruled out before figures are called stable; more than
    /// 0. 0.3 unless set.
    /// </summary>
    public double RelevantChange { get; init; } = 0.3;

    /// <summary>The fewest figures for any verdict, 4 or more. 8 unless set.</summary>
    public int MinimumCount { get; init; } = 8;

    /// <summary>
    /// Whether to allow for figures that resemble the ones before them, as those of neighbouring windows do. On unless set:
    /// without it, a slow up and down passes for a trend. It never makes a trend more likely to be called one.
    /// </summary>
    public bool CorrectAutocorrelation { get; init; } = true;

    internal void Validate()
    {
        if (!(Significance is > 0 and < 0.5))
        {
            throw OutOfRange(nameof(Significance), "more than 0 and less than 0.5", Significance);
        }

        if (!(MinimumChange is >= 0 and < double.PositiveInfinity))
        {
            throw OutOfRange(nameof(MinimumChange), "0 or more and finite", MinimumChange);
        }

        if (!(RelevantChange is > 0 and < double.PositiveInfinity))
        {
            throw OutOfRange(nameof(RelevantChange), "more than 0 and finite", RelevantChange);
        }

        if (MinimumCount < 4)
        {
            throw OutOfRange(nameof(MinimumCount), "4 or more", MinimumCount);
        }
    }

    private static ArgumentException OutOfRange(string name, string range, double actual) =>
        new($"{name} must be {range}, but is {actual}.", "options");
}

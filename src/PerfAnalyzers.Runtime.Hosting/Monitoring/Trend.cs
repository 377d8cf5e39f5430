namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Whether figures rise or fall over time, by how much, and whether that may be chance. The test is that of Mann and Kendall, the
/// slope that of Theil and Sen: both go by order and medians, so a spike of any height counts as one figure. Immutable.
/// </summary>
/// <remarks>
/// Comparing the halves of a history, as is often done, calls more than half of all noise a trend, and fails for no data.
/// Sources: Mann, "Nonparametric Tests Against Trend", Econometrica 13 (1945); Kendall, Rank Correlation Methods (1975); Sen,
/// "Estimates of the Regression Coefficient Based on Kendall's Tau", JASA 63 (1968); Gilbert, Statistical Methods for
/// Environmental Pollution Monitoring (1987), chapter 16; Hamed and Rao, "A Modified Mann-Kendall Trend Test for Autocorrelated
/// Data", Journal of Hydrology 204 (1998).
/// </remarks>
public sealed class Trend
{
    /// <summary>
    /// The most figures that are compared one by one, 1000. Of more, neighbours are taken together in equal groups: their median,
    /// at their mean time.
    /// </summary>
    public const int MaxCount = 1000;

    private Trend(TrendPoints points, TrendOptions options)
    {
        Count = points.Values.Length;
        var test = new KendallTest(points.Times, points.Values);
        S = test.S;
        VarianceOfS = test.Variance;
        PValue = 1;
        if (Count < 2)
        {
            return;
        }

        var slopes = new TheilSenSlopes(points);
        Slope = slopes.Median;
        AutocorrelationFactor = options.CorrectAutocorrelation ? Autocorrelation.VarianceFactor(points, Slope) : 1;
        var variance = VarianceOfS * AutocorrelationFactor;
        Z = test.Z(variance);
        PValue = test.PValue(variance);
        (SlopeLow, SlopeHigh) = slopes.Interval(variance, options.Significance);
        Change = points.RelativeChange(Slope);
        Verdict = Judge(points, options);
    }

    /// <summary>Number of figures compared; missing ones are not counted.</summary>
    public int Count { get; }

    /// <summary>Mann-Kendall statistic: pairs in which the later figure is higher, less pairs in which it is lower.</summary>
    public long S { get; }

    /// <summary>Variance of <see cref="S"/> for independent figures without a trend, with the correction for equal figures.</summary>
    public double VarianceOfS { get; }

    /// <summary>
    /// How many times larger the variance is taken to be since figures resemble the ones before them, 1 or more (Hamed and Rao, 1998).
    /// </summary>
    public double AutocorrelationFactor { get; } = 1;

    /// <summary><see cref="S"/> in standard deviations, with continuity correction.</summary>
    public double Z { get; }

    /// <summary>
    /// How likely such an <see cref="S"/>, or one further from zero on either side, would be without a trend. Exact for up to 30
    /// independent figures without ties, else by the normal distribution.
    /// </summary>
    public double PValue { get; }

    /// <summary>
    /// Theil-Sen slope: the median of the slopes between all pairs, in figures per unit of time; 0 for fewer than two.
    /// </summary>
    public double Slope { get; }

    /// <summary>
    /// Lower end of the confidence interval of <see cref="Slope"/> at level 1 - <see cref="TrendOptions.Significance"/> (Gilbert
    /// 1987, 16.4.2).
    /// </summary>
    public double SlopeLow { get; } = double.NegativeInfinity;

    /// <summary>Upper end of that interval.</summary>
    public double SlopeHigh { get; } = double.PositiveInfinity;

    /// <summary>
    /// Change by <see cref="Slope"/> from the first to the last figure, as a share of the median figure: 0.3 is a rise by 30 %.
    /// Infinite for a slope around a median of zero.
    /// </summary>
    public double Change { get; }

    /// <summary>What to make of it.</summary>
    public TrendVerdict Verdict { get; }

    /// <summary>
    /// The trend of figures taken at equal distances, which are the unit of time. Takes time in the square of their number.
    /// </summary>
    /// <param name="values">Oldest first. NaN is a missing figure, for example the percentile of a window without requests.</param>
    /// <param name="options">What it takes to be called a trend; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">A value is infinite, or an option is out of range.</exception>
    public static Trend Of(ReadOnlySpan<double> values, TrendOptions? options = null)
    {
        var times = new double[values.Length];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = i;
        }

        return OverTime(times, values, options);
    }

    /// <summary>The trend of figures taken at any times.</summary>
    /// <param name="times">The time of each value, in any unit; finite and increasing.</param>
    /// <param name="values">As many. NaN is a missing figure.</param>
    /// <param name="options">What it takes to be called a trend; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many times as values, a value is infinite, a time is not finite or not later than the one before, or an
    /// option is out of range.
    /// </exception>
    public static Trend OverTime(ReadOnlySpan<double> times, ReadOnlySpan<double> values, TrendOptions? options = null)
    {
        options ??= new TrendOptions();
        options.Validate();
        return new Trend(TrendPoints.Of(times, values, MaxCount), options);
    }

    private TrendVerdict Judge(TrendPoints points, TrendOptions options)
    {
        if (Count < options.MinimumCount)
        {
            return TrendVerdict.InsufficientData;
        }

        if (PValue <= options.Significance && Slope != 0 && Math.Abs(Change) >= options.MinimumChange)
        {
            return Slope > 0 ? TrendVerdict.Rising : TrendVerdict.Falling;
        }

        return points.RelativeChange(SlopeLow) > -options.RelevantChange && points.RelativeChange(SlopeHigh) < options.RelevantChange
            ? TrendVerdict.Stable
            : TrendVerdict.InsufficientData;
    }
}

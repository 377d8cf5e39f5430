namespace PerfAnalyzers.Runtime.Planning;

/// <summary>
/// The <see cref="UniversalScalabilityLaw"/> that fits measured points best: the least sum of squared errors of the throughput
/// itself, with 0 &lt;= sigma &lt;= 1 and kappa &gt;= 0. Immutable.
/// <para>
/// Gunther's book fits a parabola to N / (X / X1) - 1 instead, which needs no iteration. That weighs an error by N^2 / X^4, so that
/// the small throughputs decide, and it takes the single point at N = 1, with its error, for lambda; R's package usl went over
/// to the regression used here in version 2 for that reason (Moeding, usl, https://github.com/smoeding/usl).
/// </para>
/// </summary>
public sealed class ScalabilityFit
{
    private ScalabilityFit(UniversalScalabilityLaw law, IReadOnlyList<ScalabilityPoint> points, int coefficients)
    {
        Law = law;
        DegreesOfFreedom = points.Count - coefficients;

        // In units of the largest throughput, whose square may be more than a double holds.
        var unit = points.Max(point => point.ThroughputPerSecond);
        var mean = points.Average(point => point.ThroughputPerSecond / unit);
        var total = points.Sum(point => Square((point.ThroughputPerSecond / unit) - mean));
        var residual = points.Sum(point => Square((point.ThroughputPerSecond - law.ThroughputAt(point.Concurrency)) / unit));
        RSquared = total == 0 ? 0 : 1 - (residual / total);
        ResidualStandardError = DegreesOfFreedom > 0 ? Math.Sqrt(residual / DegreesOfFreedom) * unit : double.NaN;
    }

    /// <summary>The law with the fitted coefficients.</summary>
    public UniversalScalabilityLaw Law { get; }

    /// <summary>
    /// Coefficient of determination, 1 - residual / total sum of squares of the throughput: 1 is a perfect fit, 0 no better than
    /// the mean (or all throughputs are equal), and negative is worse. With few points it is high by itself: see
    /// <see cref="DegreesOfFreedom"/>.
    /// </summary>
    public double RSquared { get; }

    /// <summary>Points less coefficients. Below 3 the fit follows the noise: R's usl asks for six points.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>Typical distance of a point from the law, in its unit; NaN without <see cref="DegreesOfFreedom"/>.</summary>
    public double ResidualStandardError { get; }

    /// <summary>Fits the law to points.</summary>
    /// <param name="points">At least three different concurrencies, two when lambda is known; the same one may be measured often.</param>
    /// <param name="lambda">The throughput at a concurrency of 1 where it is known exactly; by default it is fitted too.</param>
    /// <exception cref="ArgumentNullException"><paramref name="points"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="points"/> has too few concurrencies or a value out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is not finite and more than zero.</exception>
    public static ScalabilityFit Of(IEnumerable<ScalabilityPoint> points, double? lambda = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        var known = lambda is { } value ? Checked.Positive(value, nameof(lambda)) : (double?)null;
        var all = points.ToArray();
        foreach (var point in all)
        {
            if (!IsUsable(point))
            {
                throw new ArgumentException(
                    "Every concurrency must be finite and 1 or more, every throughput finite and more than zero, "
                    + $"but one point is {point}.",
                    nameof(points));
            }
        }

        var coefficients = known is null ? 3 : 2;
        if (all.Select(point => point.Concurrency).Distinct().Count() < coefficients)
        {
            throw new ArgumentException($"Must have at least {coefficients} different concurrencies.", nameof(points));
        }

        return new ScalabilityFit(ScalabilityRegression.Best(all, known), all, coefficients);
    }

    internal static double SumOfSquares(UniversalScalabilityLaw law, IReadOnlyList<ScalabilityPoint> points) =>
        points.Sum(point => Square(point.ThroughputPerSecond - law.ThroughputAt(point.Concurrency)));

    private static double Square(double value) => value * value;

    private static bool IsUsable(ScalabilityPoint point) =>
        double.IsFinite(point.Concurrency) && point.Concurrency >= 1
        && double.IsFinite(point.ThroughputPerSecond) && point.ThroughputPerSecond > 0;
}

namespace PerfAnalyzers.Runtime.Monitoring;

/// <summary>
/// The slopes between all pairs of points, in order (Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968).
/// </summary>
internal sealed class TheilSenSlopes
{
    private readonly double[] _sorted;

    public TheilSenSlopes(TrendPoints points)
    {
        var (times, values) = points;
        _sorted = new double[times.Length * (times.Length - 1) / 2];
        var next = 0;
        for (var i = 0; i < times.Length; i++)
        {
            for (var j = i + 1; j < times.Length; j++)
            {
                _sorted[next++] = (values[j] - values[i]) / (times[j] - times[i]);
            }
        }

        Array.Sort(_sorted);
    }

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>
    /// Confidence interval of the median at level 1 - <paramref name="significance"/> (Gilbert 1987, 16.4.2), with ranks rounded outwards; unbounded where
    /// there are too few slopes.
    /// </summary>
    public (double Low, double High) Interval(double varianceOfS, double significance)
    {
        var reach = NormalDistribution.UpperQuantile(significance / 2) * Math.Sqrt(varianceOfS);
        var low = (int)Math.Floor((_sorted.Length - reach) / 2);
        return low >= 1
            ? (_sorted[low - 1], _sorted[^low])
            : (double.NegativeInfinity, double.PositiveInfinity);
    }
}

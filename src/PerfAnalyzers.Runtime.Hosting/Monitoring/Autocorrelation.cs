namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// How much the variance of Mann-Kendall's S grows since figures resemble their predecessors: Hamed and Rao, "A Modified Mann-Kendall
/// Trend Test for Autocorrelated Data", Journal of Hydrology 204 (1998), from the ranks of the figures less their trend.
/// </summary>
internal static class Autocorrelation
{
    // One-sided 95 %: of independent figures, one series in twenty is taken for correlated and judged a little too carefully.
    private const double Significant = 1.645;

    /// <summary>
    /// 1 or more. Only the correlations from the first lag on that are positive beyond chance are used: the many small ones after
    /// them are noise, and negative ones would make the test bolder than for independent figures.
    /// </summary>
    public static double VarianceFactor(TrendPoints points, double slope)
    {
        double n = points.Values.Length;
        if (n < 4)
        {
            return 1;
        }

        var deviations = RankDeviations(points, slope);
        var variance = Products(deviations, lag: 0);
        var weighted = 0.0;
        for (var lag = 1; lag < n - 2 && variance > 0; lag++)
        {
            var correlation = Products(deviations, lag) / variance;
            if (correlation < Significant / Math.Sqrt(n))
            {
                break;
            }

            weighted += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
        }

        return 1 + (2 / (n * (n - 1) * (n - 2)) * weighted);
    }

    private static double[] RankDeviations(TrendPoints points, double slope)
    {
        var residuals = new double[points.Values.Length];
        for (var i = 0; i < residuals.Length; i++)
        {
            residuals[i] = points.Values[i] - (slope * (points.Times[i] - points.Times[0]));
        }

        var order = Enumerable.Range(0, residuals.Length).ToArray();
        Array.Sort([.. residuals], order);
        var deviations = new double[residuals.Length];
        for (int start = 0, end = 1; end <= order.Length; end++)
        {
            if (end == order.Length || residuals[order[end]] != residuals[order[start]])
            {
                // Equal figures share the mean of their ranks.
                for (var i = start; i < end; i++)
                {
                    deviations[order[i]] = ((start + end - 1) / 2.0) - ((residuals.Length - 1) / 2.0);
                }

                start = end;
            }
        }

        return deviations;
    }

    private static double Products(double[] deviations, int lag)
    {
        var sum = 0.0;
        for (var i = lag; i < deviations.Length; i++)
        {
            sum += deviations[i] * deviations[i - lag];
        }

        return sum;
    }
}

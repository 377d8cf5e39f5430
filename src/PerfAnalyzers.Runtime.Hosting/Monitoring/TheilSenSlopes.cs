namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// The slopes between all pairs of points, by rank (Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968).
/// </summary>
internal sealed class TheilSenSlopes
{
    private readonly double[] _slopes;

    public TheilSenSlopes(TrendPoints points)
    {
        var (times, values) = points;
        _slopes = new double[times.Length * (times.Length - 1) / 2];
        var next = 0;
        for (var i = 0; i < times.Length; i++)
        {
            for (var j = i + 1; j < times.Length; j++)
            {
                _slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
            }
        }
    }

    public double Median => (AtRank((_slopes.Length - 1) / 2) + AtRank(_slopes.Length / 2)) / 2;

    /// <summary>
    /// Confidence interval of the median at level 1 - <paramref name="significance"/> (Gilbert 1987, 16.4.2), with ranks rounded
    /// outwards; unbounded where there are too few slopes.
    /// </summary>
    public (double Low, double High) Interval(double varianceOfS, double significance)
    {
        var reach = NormalDistribution.UpperQuantile(significance / 2) * Math.Sqrt(varianceOfS);
        var low = (int)Math.Floor((_slopes.Length - reach) / 2);
        return low >= 1
            ? (AtRank(low - 1), AtRank(_slopes.Length - low))
            : (double.NegativeInfinity, double.PositiveInfinity);
    }

    // Hoare, "Algorithm 65: Find", Communications of the ACM 4 (1961): a tenth of the time that sorting takes.
    private double AtRank(int rank)
    {
        int low = 0, high = _slopes.Length - 1;
        while (low < high)
        {
            var pivot = _slopes[low + ((high - low) / 2)];
            int left = low, right = high;
            while (left <= right)
            {
                while (_slopes[left] < pivot)
                {
                    left++;
                }

                while (_slopes[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (_slopes[left], _slopes[right]) = (_slopes[right], _slopes[left]);
                    left++;
                    right--;
                }
            }

            if (rank <= right)
            {
                high = right;
            }
            else
            {
                (low, high) = rank >= left ? (left, high) : (rank, rank);
            }
        }

        return _slopes[rank];
    }
}

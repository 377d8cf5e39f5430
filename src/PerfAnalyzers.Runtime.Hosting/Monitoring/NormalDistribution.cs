namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>Probability of a value above <paramref name="z"/>, relative to itself to about 12 digits.</summary>
    public static double UpperTail(double z)
    {
        if (z < 0)
        {
            return 1 - UpperTail(-z);
        }

        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < 3)
        {
            // Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11 (2004).
            double term = z, sum = z;
            for (var divisor = 3; term > sum * 1e-17; divisor += 2)
            {
                term *= z * z / divisor;
                sum += term;
            }

            return 0.5 - (density * sum);
        }

        // Laplace's continued fraction: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.2.14.
        var fraction = z;
        for (var k = 80; k >= 1; k--)
        {
            fraction = z + (k / fraction);
        }

        return density / fraction;
    }

    /// <summary>The value with this upper tail, more than 0 and at most 0.5.</summary>
    public static double UpperQuantile(double tail)
    {
        double low = 0, high = 40;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = UpperTail(middle) > tail ? (middle, high) : (low, middle);
        }

        return low;
    }
}

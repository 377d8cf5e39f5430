namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>
/// Kendall's test whether two figures go up and down together. With time as the first, it is the test of Mann, "Nonparametric
/// Tests Against Trend", Econometrica 13 (1945). Variance with ties and continuity correction: Kendall, Rank Correlation Methods
/// (1975).
/// </summary>
internal readonly record struct KendallTest
{
    // Up to here the distribution of S without ties is cheap to know exactly; beyond, the normal one is as good.
    private const int MostForExact = 30;

    private readonly int _count;
    private readonly bool _ties;

    public KendallTest(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        _count = x.Length;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                S += Order(x[i], x[j]) * Order(y[i], y[j]);
            }
        }

        var (tiesOfX, tiesOfY) = (new Ties(x), new Ties(y));
        double n = x.Length;
        var pairs = n * (n - 1) / 2;
        _ties = tiesOfX.Pairs + tiesOfY.Pairs > 0;
        Variance = ((n * (n - 1) * ((2 * n) + 5)) - tiesOfX.Variance - tiesOfY.Variance) / 18;
        if (n > 2)
        {
            Variance += tiesOfX.Pairs * tiesOfY.Pairs * 2 / (n * (n - 1));
            Variance += tiesOfX.Triples * tiesOfY.Triples * 4 / (n * (n - 1) * (n - 2));
        }

        var comparable = Math.Sqrt((pairs - tiesOfX.Pairs) * (pairs - tiesOfY.Pairs));
        Tau = comparable > 0 ? S / comparable : 0;
    }

    /// <summary>Pairs that go the same way less pairs that go opposite ways.</summary>
    public long S { get; }

    /// <summary>Variance of <see cref="S"/> when the two have nothing to do with each other.</summary>
    public double Variance { get; }

    /// <summary>Kendall's tau-b: -1 for always opposite, 1 for always the same way.</summary>
    public double Tau { get; }

    /// <summary>S in standard deviations, with continuity correction.</summary>
    /// <param name="variance"><see cref="Variance"/>, or one corrected for what it does not know.</param>
    public double Z(double variance) => variance > 0 && S != 0 ? (S - Math.Sign(S)) / Math.Sqrt(variance) : 0;

    /// <summary>How likely an S so far from zero, on either side, would be by chance.</summary>
    public double PValue(double variance)
    {
        var tail = !_ties && variance == Variance && _count <= MostForExact
            ? ExactUpperTail(_count, Math.Abs(S))
            : NormalDistribution.UpperTail(Math.Abs(Z(variance)));
        return Math.Min(1, 2 * tail);
    }

    private static int Order(double earlier, double later) => (later > earlier ? 1 : 0) - (later < earlier ? 1 : 0);

    // S = n(n-1)/2 - 2 * inversions, and inserting the k-th value adds 0 to k-1 inversions, all equally likely.
    private static double ExactUpperTail(int count, long s)
    {
        double[] probabilities = [1];
        for (var k = 2; k <= count; k++)
        {
            var next = new double[probabilities.Length + k - 1];
            for (var i = 0; i < probabilities.Length; i++)
            {
                for (var added = 0; added < k; added++)
                {
                    next[i + added] += probabilities[i] / k;
                }
            }

            probabilities = next;
        }

        var mostInversions = (probabilities.Length - 1 - s) / 2;
        return probabilities.AsSpan(0, (int)mostInversions + 1).ToArray().Sum();
    }

    /// <summary>What groups of equal values take from the variance.</summary>
    private readonly record struct Ties
    {
        public Ties(ReadOnlySpan<double> values)
        {
            var sorted = values.ToArray();
            Array.Sort(sorted);
            for (int start = 0, end = 1; end <= sorted.Length; end++)
            {
                if (end == sorted.Length || sorted[end] != sorted[start])
                {
                    double t = end - start;
                    Pairs += t * (t - 1) / 2;
                    Triples += t * (t - 1) * (t - 2) / 6;
                    Variance += t * (t - 1) * ((2 * t) + 5);
                    start = end;
                }
            }
        }

        public double Pairs { get; }

        public double Triples { get; }

        public double Variance { get; }
    }
}

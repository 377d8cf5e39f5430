using CsCheck;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>Against published examples, and a brute force that follows the definitions.</summary>
public sealed class TrendTests
{
    private static readonly TrendOptions Independent = new() { CorrectAutocorrelation = false };

    [Fact]
    public void TheWorkedExampleOfATextbookComesOut()
    {
        // John Little, "A Mann-Kendall Example (By Hand)", https://mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt
        var trend = Trend.Of([12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7], Independent);

        Assert.Equal(54, trend.S);
        Assert.Equal((14.0 * 13 * 33 / 18) - (2.0 * 1 * 9 / 18), trend.VarianceOfS, 9);
        Assert.Equal(2.9058, trend.Z, 4);
        Assert.Equal(2 * 0.0018, trend.PValue, 3);
    }

    [Fact]
    public void TheCloudSeedingExampleComesOut()
    {
        // Hollander and Wolfe, Nonparametric Statistical Methods, example 9.1: K = -6, P = 0.117 on one side, slope -0.056.
        var trend = Trend.Of([1.26, 1.27, 1.12, 1.16, 1.03], Independent);

        Assert.Equal(-6, trend.S);
        Assert.Equal(2 * 0.117, trend.PValue, 0.001);
        Assert.Equal(-0.05625, trend.Slope, 9);
        Assert.Equal(TrendVerdict.InsufficientData, trend.Verdict);
    }

    // Upper tails of S: Kendall, Rank Correlation Methods; table A18 of Gilbert (1987).
    [Theory]
    [InlineData(4, 0, 0.625), InlineData(4, 2, 0.375), InlineData(4, 4, 0.167), InlineData(4, 6, 0.042)]
    [InlineData(5, 6, 0.117), InlineData(5, 8, 0.042), InlineData(5, 10, 0.0083)]
    [InlineData(8, 2, 0.452), InlineData(8, 10, 0.138), InlineData(8, 16, 0.031), InlineData(8, 20, 0.0071)]
    [InlineData(10, 1, 0.500), InlineData(10, 9, 0.242), InlineData(10, 17, 0.078), InlineData(10, 23, 0.023), InlineData(10, 31, 0.0023)]
    public void PValuesOfFewFiguresAreThoseOfTheTable(int count, int s, double upperTail)
    {
        var trend = Trend.Of(WithS(count, s), Independent);

        Assert.Equal(s, trend.S);
        Assert.Equal(Math.Min(1, 2 * upperTail), trend.PValue, upperTail < 0.01 ? 0.0001 : 0.001);
    }

    // Upper tails of the normal distribution: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), table 26.1 and 26.2.
    [Theory]
    [InlineData(0, 0.5), InlineData(1, 0.158655253931457), InlineData(1.96, 0.024997895148220), InlineData(2.5758293, 0.005)]
    [InlineData(3, 1.349898031630095e-3), InlineData(4, 3.167124183311992e-5), InlineData(6, 9.865876450376981e-10), InlineData(-1, 0.841344746068543)]
    public void TheNormalDistributionIsThatOfTheTables(double z, double upperTail)
    {
        Assert.Equal(1, NormalDistribution.UpperTail(z) / upperTail, 1e-7);
        if (z >= 0)
            Assert.Equal(z, NormalDistribution.UpperQuantile(upperTail), 1e-6);
    }

    [Fact]
    public void SlopeAndStatisticAreThoseOfTheirDefinition() =>
        Gen.Select(Gen.Int[-20, 20].Array[2, 40], Gen.Int[1, 100].Array[40]).Sample((ints, steps) =>
        {
            var values = Array.ConvertAll(ints, value => value / 4.0);
            var times = new double[values.Length];
            for (var i = 1; i < times.Length; i++)
                times[i] = times[i - 1] + steps[i];
            var pairs = (from j in Enumerable.Range(0, values.Length) from i in Enumerable.Range(0, j) select (i, j)).ToArray();
            var slopes = pairs.Select(pair => (values[pair.j] - values[pair.i]) / (times[pair.j] - times[pair.i])).Order().ToArray();

            var trend = Trend.OverTime(times, values, Independent);

            Assert.Equal(pairs.Sum(pair => Math.Sign(values[pair.j] - values[pair.i])), trend.S);
            Assert.Equal((slopes[(slopes.Length - 1) / 2] + slopes[slopes.Length / 2]) / 2, trend.Slope, 1e-12);
            Assert.InRange(trend.Slope, trend.SlopeLow, trend.SlopeHigh);
        });

    [Fact]
    public void TheVarianceIsThatOfAllOrdersOfTheFigures()
    {
        // Seven figures with two groups of ties, in all 5040 orders: the variance of S by its definition.
        double[] values = [1, 1, 2, 3, 3, 3, 4];
        var squares = Permutations(values.Length).Select(order => Math.Pow(Trend.Of(Array.ConvertAll(order, i => values[i]), Independent).S, 2));

        Assert.Equal(squares.Average(), Trend.Of(values, Independent).VarianceOfS, 1e-9);
    }

    [Fact]
    public void BothVariablesMayHaveTies()
    {
        double[] x = [0, 0, 1, 1, 1, 2], y = [5, 5, 6, 7, 7, 7];
        var all = Permutations(x.Length).Select(order => new KendallTest(x, Array.ConvertAll(order, i => y[i]))).ToArray();

        Assert.Equal(all.Average(test => (double)(test.S * test.S)), all[0].Variance, 1e-9);
        Assert.All(all, test => Assert.InRange(test.Tau, -1, 1));
        Assert.Equal(1, new KendallTest(x, x).Tau, 12);
    }

    [Fact]
    public void TheIntervalIsThatOfItsRanks()
    {
        // n = 10 without ties: variance 125, so at 10 % C = 1.645 * 11.18 = 18.39 and M1 = (45 - 18.39) / 2 = 13.3: the 13th of
        // 45 slopes from either side.
        double[] values = [3, 1, 4, 1.5, 9, 2, 6, 5, 3.5, 8];
        var slopes = (from j in Enumerable.Range(0, 10) from i in Enumerable.Range(0, j) select (values[j] - values[i]) / (j - i)).Order().ToArray();

        var trend = Trend.Of(values, new TrendOptions { Significance = 0.1, CorrectAutocorrelation = false });

        Assert.Equal((slopes[12], slopes[32]), (trend.SlopeLow, trend.SlopeHigh));
    }

    [Fact]
    public void MissingFiguresTakeTheirTimeWithThem()
    {
        var trend = Trend.Of([1, double.NaN, 3, 4, double.NaN, double.NaN, 7, 8, 9, 10]);

        Assert.Equal(7, trend.Count);
        Assert.Equal(1, trend.Slope);
    }

    [Fact]
    public void StableMeansThatNeitherARiseNorAFallIsLeft()
    {
        // A step that is not significant (S = 14, p = 0.11), and may be a rise by more than half, but no fall beyond 5 %.
        double[] step = [100, 101, 100.5, 100.8, 120, 119, 119.5, 118];

        Assert.Equal((14, TrendVerdict.InsufficientData), (Trend.Of(step).S, Trend.Of(step).Verdict));
        Assert.Equal(TrendVerdict.InsufficientData, Trend.Of([.. step.Reverse()]).Verdict);
        Assert.Equal(TrendVerdict.Stable, Trend.Of(step, new TrendOptions { RelevantChange = 0.7 }).Verdict);
    }

    [Fact]
    public void NoFiguresAndEqualFiguresAreNoTrend()
    {
        Assert.Equal(TrendVerdict.InsufficientData, Trend.Of([]).Verdict);
        Assert.Equal(TrendVerdict.InsufficientData, Trend.Of([5]).Verdict);
        Assert.Equal(TrendVerdict.InsufficientData, Trend.Of([1, 2, 3]).Verdict);
        Assert.Equal(TrendVerdict.Stable, Trend.Of(new double[20]).Verdict);
        Assert.Equal((0, 1.0, 0), (Trend.Of(new double[20]).S, Trend.Of(new double[20]).PValue, Trend.Of(new double[20]).Slope));
    }

    [Fact]
    public void ALongSeriesIsComparedInGroups()
    {
        var trend = Trend.OverTime([.. Enumerable.Range(0, 10_000).Select(i => i * 10.0)], [.. Enumerable.Range(0, 10_000).Select(i => 100 + (i * 0.5))]);

        Assert.Equal(Trend.MaxCount, trend.Count);
        Assert.Equal(0.05, trend.Slope, 9);
        Assert.Equal(TrendVerdict.Rising, trend.Verdict);
    }

    [Fact]
    public void HostileInputIsNamed()
    {
        Assert.Contains("finite", Assert.Throws<ArgumentException>("values", () => Trend.Of([1, double.PositiveInfinity])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("times", () => Trend.OverTime([1, 2], [1]));
        Assert.Throws<ArgumentException>("times", () => Trend.OverTime([1, 1], [1, 2]));
        Assert.Throws<ArgumentException>("times", () => Trend.OverTime([1, double.NaN], [1, 2]));
        Assert.Throws<ArgumentException>("options", () => Trend.Of([1], new TrendOptions { Significance = 0 }));
        Assert.Throws<ArgumentException>("options", () => Trend.Of([1], new TrendOptions { Significance = double.NaN }));
        Assert.Throws<ArgumentException>("options", () => Trend.Of([1], new TrendOptions { MinimumChange = -1 }));
        Assert.Throws<ArgumentException>("options", () => Trend.Of([1], new TrendOptions { RelevantChange = 0 }));
        Assert.Throws<ArgumentException>("options", () => Trend.Of([1], new TrendOptions { MinimumCount = 3 }));
    }

    /// <summary>Distinct values whose statistic is S: sorted ones, of which the first is carried past as many as it takes.</summary>
    private static double[] WithS(int count, int s)
    {
        var values = Enumerable.Range(0, count).Select(i => (double)i).ToArray();
        var inversions = ((count * (count - 1) / 2) - s) / 2;
        for (var from = count - 1; inversions > 0; from = count - 1)
        {
            for (var i = 0; i < from && inversions > 0; i++)
            {
                if (values[i] < values[i + 1])
                {
                    (values[i], values[i + 1]) = (values[i + 1], values[i]);
                    inversions--;
                }
            }
        }

        return values;
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 0)
            return [[]];
        return from shorter in Permutations(count - 1)
               from at in Enumerable.Range(0, count)
               select (int[])[.. shorter[..at], count - 1, .. shorter[at..]];
    }
}

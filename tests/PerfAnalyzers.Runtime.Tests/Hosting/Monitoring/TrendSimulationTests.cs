using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>How often noise is called a trend, and a trend is missed: many histories from fixed seeds.</summary>
public sealed class TrendSimulationTests
{
    private const int Histories = 300;
    private const double Variation = 0.2;

    [Theory]
    [InlineData(24), InlineData(288)]
    public void NoiseIsSeldomATrend(int count) => Assert.InRange(Trends(count, drift: 0, correlation: 0), 0, 0.02);

    [Fact]
    public void NoiseWithASpikeIsSeldomATrend() => Assert.InRange(Trends(288, drift: 0, correlation: 0, spike: 10), 0, 0.02);

    [Theory]
    [InlineData(0.3), InlineData(-0.3)]
    public void ADriftIsSeen(double drift) => Assert.InRange(Trends(288, drift, correlation: 0), 0.95, 1);

    [Theory]
    [InlineData(0.3, 0.02), InlineData(0.5, 0.02), InlineData(0.8, 0.04)]
    public void FiguresThatResembleThoseBeforeAreSeldomATrend(double correlation, double most) =>
        Assert.InRange(Trends(288, drift: 0, correlation), 0, most);

    [Fact]
    public void WithoutCorrectionTheyAreOftenATrend() =>
        Assert.InRange(Trends(100, drift: 0, correlation: 0.5, correct: false), 0.1, 0.25);

    [Fact]
    public void StableIsNotSaidOfTooFewFigures()
    {
        var random = new Random(5);
        var verdicts = Enumerable.Range(0, 200).Select(_ => Trend.Of(History(random, 24, 0, 0, 1)).Verdict).CountBy(verdict => verdict).ToDictionary();
        Assert.True(verdicts[TrendVerdict.InsufficientData] > 100);

        verdicts = Enumerable.Range(0, 100).Select(_ => Trend.Of(History(random, 288, 0, 0, 1)).Verdict).CountBy(verdict => verdict).ToDictionary();
        Assert.True(verdicts[TrendVerdict.Stable] > 95);
    }

    private static double Trends(int count, double drift, double correlation, double spike = 1, bool correct = true)
    {
        var random = new Random(20260101);
        var options = new TrendOptions { CorrectAutocorrelation = correct };
        var wanted = drift < 0 ? TrendVerdict.Falling : TrendVerdict.Rising;
        var found = 0;
        for (var history = 0; history < Histories; history++)
        {
            var verdict = Trend.Of(History(random, count, drift, correlation, spike), options).Verdict;
            found += verdict == wanted || (drift == 0 && verdict == TrendVerdict.Falling) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"n={count} drift={drift} correlation={correlation} corrected={correct}: {(double)found / Histories:P1}");
        return (double)found / Histories;
    }

    private static double[] History(Random random, int count, double drift, double correlation, double spike)
    {
        var values = new double[count];
        var noise = Normal(random);
        for (var i = 0; i < count; i++)
        {
            noise = (correlation * noise) + (Math.Sqrt(1 - (correlation * correlation)) * Normal(random));
            values[i] = 100 * (1 + (drift * i / count)) * (1 + (Variation * noise));
        }

        values[random.Next(count)] *= spike;
        return values;
    }

    // Box and Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

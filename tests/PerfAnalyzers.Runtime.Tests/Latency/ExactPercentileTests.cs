using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class ExactPercentileTests
{
    [Theory]
    // Microsoft's page on PERCENTILE.INC
    [InlineData(new double[] { 1, 3, 2, 4 }, 30, 1.9)]
    // numpy.percentile([[10, 7, 4], [3, 2, 1]], 50)
    [InlineData(new double[] { 10, 7, 4, 3, 2, 1 }, 50, 3.5)]
    // Wikipedia, "Percentile", linear interpolation, C = 1
    [InlineData(new double[] { 15, 20, 35, 40, 50 }, 40, 29)]
    [InlineData(new double[] { 1, 2, 3, 4 }, 75, 3.25)]
    // R: quantile(1:10, c(.05, .9, .99))
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 5, 1.45)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 90, 9.1)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 99, 9.91)]
    [InlineData(new double[] { -5 }, 99.9, -5)]
    [InlineData(new double[] { 1.7e308, -1.7e308 }, 50, 0)]
    public void TabulatedValues(double[] values, double percentile, double expected) =>
        Assert.Equal(expected, ExactPercentile.Of(values, percentile), 1e-12);

    [Fact]
    public void TheEndsAreMinimumAndMaximum() =>
        Gen.Double[-1e9, 1e9].Array[1, 30].Sample(values =>
        {
            var copy = values.ToArray();

            Assert.Equal(values.Min(), ExactPercentile.Of(values, 0));
            Assert.Equal(values.Max(), ExactPercentile.Of(values, 100));
            Assert.Equal(copy, values);
        });

    [Fact]
    public void APercentileLiesBetweenItsClosestRanks() =>
        Gen.Select(Gen.Double[-1e9, 1e9].Array[2, 30], Gen.Double[0, 99.99]).Sample((values, percentile) =>
        {
            var sorted = values.Order().ToArray();
            var below = (int)Math.Floor((sorted.Length - 1) * percentile / 100);

            Assert.InRange(ExactPercentile.Of(values, percentile), sorted[below], sorted[below + 1]);
        });

    [Fact]
    public void EqualValuesArePassedOnExactly() => Assert.Equal(0.1, ExactPercentile.Of([0.1, 0.1, 0.1, 0.1], 10));

    [Fact]
    public void DurationsStayDurations()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(1.9), ExactPercentile.Of(
            [TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)], 30));
        Assert.Equal(TimeSpan.MaxValue, ExactPercentile.Of([TimeSpan.MaxValue, TimeSpan.MinValue], 100));
        Assert.Equal(TimeSpan.MinValue, ExactPercentile.Of([TimeSpan.MaxValue, TimeSpan.MinValue], 0));
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("percentile", Assert.Throws<ArgumentOutOfRangeException>(() => ExactPercentile.Of([1.0], double.NaN)).ParamName);
        Assert.Equal("percentile", Assert.Throws<ArgumentOutOfRangeException>(() => ExactPercentile.Of([1.0], -1)).ParamName);
        Assert.Equal("percentile", Assert.Throws<ArgumentOutOfRangeException>(() => ExactPercentile.Of([1.0], 101)).ParamName);
        Assert.Equal("values", Assert.Throws<ArgumentException>(() => ExactPercentile.Of(ReadOnlySpan<double>.Empty, 50)).ParamName);
        Assert.Equal("values", Assert.Throws<ArgumentException>(() => ExactPercentile.Of(ReadOnlySpan<TimeSpan>.Empty, 50)).ParamName);
        Assert.Equal("values", Assert.Throws<ArgumentException>(() => ExactPercentile.Of([1, double.NaN], 50)).ParamName);
        Assert.Equal("values", Assert.Throws<ArgumentException>(() => ExactPercentile.Of([1, double.PositiveInfinity], 50)).ParamName);
    }
}

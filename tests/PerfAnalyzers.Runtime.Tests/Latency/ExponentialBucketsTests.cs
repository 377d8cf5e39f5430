using System.Numerics;
using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class ExponentialBucketsTests
{
    [Fact]
    public void EveryCellStartsAboveItsLowerBound()
    {
        for (var cell = 1; cell < ExponentialBuckets.Cells; cell++)
        {
            var bound = ExponentialBuckets.LowerBound(cell);

            Assert.Equal(cell - 1, ExponentialBuckets.CellOf(bound));
            Assert.Equal(cell, ExponentialBuckets.CellOf(Math.BitIncrement(bound)));
        }
    }

    [Fact]
    public void EveryBoundIsTheRootOfTwoRoundedDown()
    {
        for (var cell = 0; cell < ExponentialBuckets.Cells; cell++)
        {
            var bound = ExponentialBuckets.LowerBound(cell);
            var index = cell + ExponentialBuckets.FirstIndex;

            Assert.True(CompareWithPowerOfTwo(bound, index) <= 0);
            Assert.True(CompareWithPowerOfTwo(Math.BitIncrement(bound), index) > 0);
        }
    }

    [Fact]
    public void PowersOfTwoBelongToTheBucketBelow()
    {
        Assert.Equal(-1, IndexOf(TimeSpan.FromSeconds(1)));
        Assert.Equal(127, IndexOf(TimeSpan.FromSeconds(2)));
        Assert.Equal(0, IndexOf(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1)));
        Assert.Equal(-129, IndexOf(TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public void RecordedDurationsHaveTheIndexThatOpenTelemetryDefines() =>
        Recorded.Duration.Sample(
            duration =>
            {
                var index = IndexOf(duration);
                Assert.True(CompareWithPowerOfTwo(duration, index) > 0);
                Assert.True(CompareWithPowerOfTwo(duration, index + 1) <= 0);
            },
            iter: 5_000);

    [Fact]
    public void NoValueIsFurtherFromTheRepresentativeThanTheErrorBound()
    {
        for (var cell = 0; cell < ExponentialBuckets.Cells; cell++)
        {
            var representative = ExponentialBuckets.Representative(cell);
            var lower = ExponentialBuckets.LowerBound(cell);
            var upper = ExponentialBuckets.LowerBound(cell + 1);

            Assert.InRange((representative - lower) / lower, 0, ExponentialBuckets.ErrorBound * 1.000001);
            Assert.InRange((upper - representative) / upper, 0, ExponentialBuckets.ErrorBound * 1.000001);
        }
    }

    [Fact]
    public void ConstantsFollowFromTheScale()
    {
        Assert.InRange(Math.Pow(2, 1.0 / 128) - ExponentialBuckets.Growth, -1e-15, 1e-15);
        Assert.InRange(ExponentialBuckets.ErrorBound, 0.00270, 0.00271);
    }

    private static int IndexOf(TimeSpan duration) => Assert.Single(Recorded.Of([duration]).Buckets()).Index;

    // Without rounding: value against 2^(index/128) is value^128 against 2^index.
    private static int CompareWithPowerOfTwo(double value, int index)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) - 1075;
        var mantissa = (bits & ((1L << 52) - 1)) | (1L << 52);
        return CompareRatio(BigInteger.Pow(mantissa, 128), BigInteger.One, index - (exponent * 128));
    }

    private static int CompareWithPowerOfTwo(TimeSpan duration, int index) =>
        CompareRatio(BigInteger.Pow(duration.Ticks, 128), BigInteger.Pow(TimeSpan.TicksPerSecond, 128), index);

    private static int CompareRatio(BigInteger numerator, BigInteger denominator, int powerOfTwo) => powerOfTwo < 0
        ? (numerator << -powerOfTwo).CompareTo(denominator)
        : numerator.CompareTo(denominator << powerOfTwo);
}

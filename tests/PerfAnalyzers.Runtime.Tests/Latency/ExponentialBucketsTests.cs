using System.Numerics;
using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class ExponentialBucketsTests
{
    // The frequencies of TimeSpan, of Stopwatch on Linux, macOS (ARM) and Windows, of a power of two, and of an odd clock.
    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1_000_000_000)]
    [InlineData(24_000_000)]
    [InlineData(3_579_545)]
    [InlineData(1 << 20)]
    [InlineData(1_000)]
    public void EveryBucketBeginsAtTheFirstTickAboveItsBound(long frequency)
    {
        var unit = TickUnit.Of(frequency);
        for (var cell = 1; cell < ExponentialBuckets.Cells; cell++)
        {
            // The last tick at or below 2^(index/128) seconds, found without rounding.
            var index = cell + ExponentialBuckets.FirstIndex;
            var last = (long)(ExponentialBuckets.LowerBound(cell) * frequency);
            while (CompareWithPowerOfTwo(last + 1, frequency, index) <= 0)
            {
                last++;
            }

            while (CompareWithPowerOfTwo(last, frequency, index) > 0)
            {
                last--;
            }

            if (unit.Holds(last))
            {
                Assert.InRange(unit.CellOf(last), 0, cell - 1);
            }

            // A clock can be too slow to have a tick in every bucket.
            if (unit.Holds(last + 1))
            {
                Assert.InRange(unit.CellOf(last + 1), cell, ExponentialBuckets.Cells - 1);
                Assert.True(CompareWithPowerOfTwo(last + 1, frequency, index + 1) > 0 || unit.CellOf(last + 1) == cell);
            }
        }
    }

    [Fact]
    public void OnlyDurationsOfTheBucketsAreHeld()
    {
        Assert.All([0, -1, long.MinValue, long.MaxValue, (65_536 * TimeSpan.TicksPerSecond) + 1], ticks => Assert.False(TickUnit.TimeSpan.Holds(ticks)));
        Assert.All([1, 65_536 * TimeSpan.TicksPerSecond], ticks => Assert.True(TickUnit.TimeSpan.Holds(ticks)));
        Assert.False(TickUnit.Of(1L << 40).Holds(1L << 10));
        Assert.True(TickUnit.Of(1L << 40).Holds((1L << 10) + 1));
        Assert.True(TickUnit.Of(long.MaxValue).Holds(long.MaxValue));
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

    private static int CompareWithPowerOfTwo(TimeSpan duration, int index) => CompareWithPowerOfTwo(duration.Ticks, TimeSpan.TicksPerSecond, index);

    private static int CompareWithPowerOfTwo(long ticks, long frequency, int index) =>
        CompareRatio(BigInteger.Pow(ticks, 128), BigInteger.Pow(frequency, 128), index);

    private static int CompareRatio(BigInteger numerator, BigInteger denominator, int powerOfTwo) => powerOfTwo < 0
        ? (numerator << -powerOfTwo).CompareTo(denominator)
        : numerator.CompareTo(denominator << powerOfTwo);
}

using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public class SecondsUnitTests
{
    [Fact]
    public void EveryBucketEndsWithItsUpperBoundAndTheNextBeginsRightAbove()
    {
        for (var cell = 0; cell < ExponentialBuckets.Cells; cell++)
        {
            var lower = ExponentialBuckets.LowerBound(cell);
            Assert.Equal(cell, SecondsUnit.CellOf(Math.BitIncrement(lower)));
            if (cell > 0)
            {
                Assert.Equal(cell - 1, SecondsUnit.CellOf(lower));
            }
        }
    }

    [Fact]
    public void TheIndexIsThatOfTheLogarithm() => Gen.Double[-29.99, 15.99].Sample(exponent =>
    {
        // The rounding of the logarithm decides next to a bound: left out.
        var scaled = exponent * 128;
        if (Math.Abs(scaled - Math.Round(scaled)) > 1e-6)
        {
            Assert.Equal((int)Math.Floor(scaled) + (30 * 128), SecondsUnit.CellOf(Math.Pow(2, exponent)));
        }
    });

    [Theory]
    [InlineData(double.NaN, false)]
    [InlineData(double.NegativeInfinity, false)]
    [InlineData(-1, false)]
    [InlineData(-0.0, false)]
    [InlineData(0, false)]
    [InlineData(9.3132257461547852E-10, false)]
    [InlineData(9.3132257461547862E-10, true)]
    [InlineData(65_536, true)]
    [InlineData(65_536.00000000002, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void TheRangeIsAboveTwoToTheMinus30UpToTwoToThe16(double seconds, bool held) => Assert.Equal(held, SecondsUnit.Holds(seconds));
}

using PerfAnalyzers.Runtime.Planning;

namespace PerfAnalyzers.Runtime.Tests.Planning;

public sealed class UnitsTests
{
    [Fact]
    public void NetworkUnitsAreDecimal()
    {
        Assert.Equal(12_500_000, BitRate.FromMegabitsPerSecond(100).ToByteRate().BytesPerSecond);
        Assert.Equal(BitRate.FromGigabitsPerSecond(1), BitRate.FromBitsPerSecond(1e9));
        Assert.Equal("1000 Mbit/s", BitRate.FromGigabitsPerSecond(1).ToString());
    }

    [Fact]
    public void DecimalAndBinaryBytesDiffer()
    {
        Assert.Equal(1_000_000_000, ByteSize.FromGigabytes(1).Bytes);
        Assert.Equal(1_073_741_824, ByteSize.FromGibibytes(1).Bytes);
        Assert.Equal(1.073741824, ByteSize.FromGibibytes(1).Gigabytes);
        Assert.Equal(ByteSize.FromMebibytes(1), ByteSize.FromKibibytes(1024));
        Assert.Equal(ByteSize.FromMegabytes(1), ByteSize.FromKilobytes(1000));
        Assert.True(ByteSize.FromGibibytes(1) > ByteSize.FromGigabytes(1));
        Assert.Equal(1_048_576, ByteRate.FromMebibytesPerSecond(1).BytesPerSecond);
        Assert.Equal(ByteRate.FromGibibytesPerSecond(1), ByteRate.FromMebibytesPerSecond(1024));
        Assert.Equal(2, ByteRate.FromGigabytesPerSecond(1).SecondsFor(ByteSize.FromGigabytes(2)));
    }

    [Fact]
    public void FrequenciesHaveTheirUnit()
    {
        Assert.Equal(3e9, Frequency.FromGigahertz(3).Hertz);
        Assert.Equal(Frequency.FromMegahertz(3_000), Frequency.FromGigahertz(3));
        Assert.Equal("3 GHz", Frequency.FromHertz(3e9).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RatesAreFiniteAndMoreThanZero(double value)
    {
        Assert.Equal("gigahertz", Assert.Throws<ArgumentOutOfRangeException>(() => Frequency.FromGigahertz(value)).ParamName);
        Assert.Equal("megabitsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => BitRate.FromMegabitsPerSecond(value)).ParamName);
        Assert.Equal("bytesPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => ByteRate.FromBytesPerSecond(value)).ParamName);
    }

    [Fact]
    public void WhatIsFiniteInItsUnitOnlyIsRefused()
    {
        Assert.Equal("gigahertz", Assert.Throws<ArgumentOutOfRangeException>(() => Frequency.FromGigahertz(1e300)).ParamName);
        Assert.Equal("megabitsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => BitRate.FromMegabitsPerSecond(double.MaxValue)).ParamName);
        Assert.Equal("gibibytesPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => ByteRate.FromGibibytesPerSecond(1e300)).ParamName);
        Assert.Equal("kilobytes", Assert.Throws<ArgumentOutOfRangeException>(() => ByteSize.FromKilobytes(double.MaxValue)).ParamName);
    }

    [Fact]
    public void AnAmountMayBeZeroOnly()
    {
        Assert.Equal(0, ByteSize.FromBytes(0).Bytes);
        Assert.Equal("gibibytes", Assert.Throws<ArgumentOutOfRangeException>(() => ByteSize.FromGibibytes(-1)).ParamName);
        Assert.Equal("bytes", Assert.Throws<ArgumentOutOfRangeException>(() => ByteSize.FromBytes(double.NaN)).ParamName);
    }
}

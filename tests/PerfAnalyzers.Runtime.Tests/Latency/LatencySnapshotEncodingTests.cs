using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencySnapshotEncodingTests
{
    private static readonly byte[] Sample = Recorded.OfMilliseconds(0, 1, 1, 20).Encode();

    [Fact]
    public void DecodingGivesTheSnapshotBack() =>
        Recorded.Snapshot.Sample(snapshot =>
        {
            var decoded = LatencySnapshot.Decode(snapshot.Encode());

            Assert.Equal(snapshot.Count, decoded.Count);
            Assert.Equal(snapshot.ZeroCount, decoded.ZeroCount);
            Assert.Equal(snapshot.NegativeCount, decoded.NegativeCount);
            Assert.Equal(snapshot.OverflowCount, decoded.OverflowCount);
            Assert.Equal(snapshot.ExactSumNanoseconds, decoded.ExactSumNanoseconds);
            Assert.Equal(snapshot.Buckets(), decoded.Buckets());
        });

    // Files written by this version must stay readable: this test fails when the format changes without a new version.
    [Fact]
    public void TheFormIsThatOfVersionOne() =>
        Assert.Equal("504C01070001000002841402A80401", Convert.ToHexString(Sample));

    [Fact]
    public void EveryPrefixIsCutOff()
    {
        for (var length = 0; length < Sample.Length; length++)
        {
            var exception = Assert.Throws<InvalidDataException>(() => LatencySnapshot.Decode(Sample.AsSpan(0, length)));

            Assert.Contains("cut off", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("584C0107000000000000", "does not start with 'PL'")]
    [InlineData("504C0207000000000000", "version 2; this library reads version 1")]
    [InlineData("504C0108000000000000", "scale 8; this library reads scale 7")]
    [InlineData("504C010702000000", "unknown flags 0x2")]
    [InlineData("504C01070000000000AA", "followed by other data")]
    [InlineData("504C010700000000010100", "a bucket that is empty")]
    [InlineData("504C0107000000000180" + "2E01", "a bucket outside 0..5887")]
    [InlineData("504C010700FFFFFFFFFFFFFFFFFF01000000", "above the range of a long")]
    [InlineData("504C010700FFFFFFFFFFFFFFFF7F0000010101", "more durations than a long can count")]
    [InlineData("504C010700FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF01000000", "above 128 bits")]
    public void DamageIsNamed(string hex, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => LatencySnapshot.Decode(Convert.FromHexString(hex)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArbitraryBytesAreRefusedOrRead() =>
        Gen.Byte.Array[0, 40].Sample(
            tail =>
            {
                try
                {
                    var snapshot = LatencySnapshot.Decode([.. "PL"u8, 1, 7, .. tail]);
                    Assert.True(snapshot.Count >= 0);
                    _ = snapshot.ToString();
                }
                catch (InvalidDataException)
                {
                    // Refused, as documented. Anything else fails the test.
                }
            },
            iter: 20_000);
}

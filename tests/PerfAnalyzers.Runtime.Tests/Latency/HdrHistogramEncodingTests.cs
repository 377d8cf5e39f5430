using CsCheck;
using HdrHistogram;
using HdrHistogram.Utilities;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

/// <summary>Our export read by HdrHistogram.NET 2.5.0.</summary>
public sealed class HdrHistogramEncodingTests
{
    private const long Highest = 65_536_000_000_000;

    [Fact]
    public void HdrHistogramReadsWhatItWouldHaveRecorded() =>
        Gen.Select(Recorded.AnyDuration.Array[0, 60], Gen.Int[1, 5], Gen.Bool).Sample(
            (durations, digits, compressed) =>
            {
                var snapshot = Recorded.Of(durations);
                var decoded = Decode(snapshot.EncodeHdrHistogram(digits, compressed), compressed);

                Assert.Equal(snapshot.Count, decoded.TotalCount);
                Assert.Equal(digits, decoded.NumberOfSignificantValueDigits);
                Assert.Equal(Highest, decoded.HighestTrackableValue);
                Assert.Equal(Values(TheirsOf(snapshot, digits)), Values(decoded));
            },
            iter: 100);

    // Up to a second the width of HdrHistogram.NET's buckets fits its 32 bits.
    [Fact]
    public void HdrHistogramAndWeAgreeOnPercentiles()
    {
        var snapshot = Recorded.Of(Enumerable.Range(1, 10_000).Select(i => TimeSpan.FromMicroseconds(i * 100)));
        var decoded = Decode(snapshot.EncodeHdrHistogram(), compressed: false);

        foreach (var percentile in new[] { 1, 50, 90, 99, 99.9, 100 })
        {
            Recorded.Near(snapshot.PercentileNanoseconds(percentile), decoded.GetValueAtPercentile(percentile), 0.001);
        }
    }

    [Fact]
    public void LargeCountsFillNineBytes()
    {
        var snapshot = Recorded.OfMilliseconds(5);
        for (var doublings = 0; doublings < 62; doublings++)
        {
            snapshot = snapshot.Merge(snapshot);
        }

        snapshot = snapshot.Merge(Recorded.OfMilliseconds(50));
        Assert.Equal(Values(TheirsOf(snapshot, 3)), Values(Decode(snapshot.EncodeHdrHistogram(3), compressed: false)));
    }

    // HdrHistogram.NET 2.5.0 shifts a 32-bit one (HistogramBase.SizeOfEquivalentValueRange) and so loses the top of its buckets.
    [Theory]
    [InlineData(300, 2, 0.01)]
    [InlineData(60, 1, 0.1)]
    public void OurMaximumIsRightWhereThatOfHdrHistogramIsNot(int seconds, int digits, double promised)
    {
        var theirs = new LongHistogram(1, 3_600_000_000_000, digits);
        theirs.RecordValue(seconds * 1_000_000_000L);
        var ours = Recorded.Of([TimeSpan.FromSeconds(seconds)]);

        Assert.True(Math.Abs((theirs.GetMaxValue() / 1e9) - seconds) / seconds > promised, "HdrHistogram.NET is mended: say so in the documentation.");
        foreach (var percentile in new[] { 0, 50, 99, 100 })
        {
            Recorded.Near(seconds * 1e9, ours.PercentileNanoseconds(percentile), ours.ErrorBound);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(int.MinValue)]
    public void DigitsAreOneToFive(int digits) =>
        Assert.Equal("significantDigits", Assert.Throws<ArgumentOutOfRangeException>(() => LatencySnapshot.Empty.EncodeHdrHistogram(digits)).ParamName);

    private static LongHistogram TheirsOf(LatencySnapshot snapshot, int digits)
    {
        var theirs = new LongHistogram(1, Highest, digits);
        foreach (var bucket in snapshot.Buckets())
        {
            theirs.RecordValueWithCount((long)Math.Round(bucket.RepresentativeNanoseconds), bucket.Count);
        }

        return theirs;
    }

    private static (long Value, long Count)[] Values(HistogramBase histogram) =>
        [.. histogram.RecordedValues().Select(value => (value.ValueIteratedTo, value.CountAtValueIteratedTo))];

    private static HistogramBase Decode(byte[] encoded, bool compressed) => compressed
        ? HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(encoded), 0)
        : HistogramEncoding.DecodeFromByteBuffer(ByteBuffer.Allocate(encoded), 0, null);
}

using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencySnapshotAlgebraTests
{
    [Fact]
    public void MergingIsAssociativeAndCommutative() =>
        Gen.Select(Recorded.Snapshot, Recorded.Snapshot, Recorded.Snapshot).Sample((a, b, c) =>
        {
            Same(a.Merge(b), b.Merge(a));
            Same(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
            Same(a, a.Merge(LatencySnapshot.Empty));
            Same(a, LatencySnapshot.Empty.Merge(a));
        });

    [Fact]
    public void MergingEqualsRecordingInOnePlace() =>
        Gen.Select(Recorded.AnyDuration.Array, Recorded.AnyDuration.Array, Gen.Bool).Sample((first, second, exactSum) =>
            Same(
                Recorded.Of([.. first, .. second], exactSum),
                Recorded.Of(first, exactSum).Merge(Recorded.Of(second, exactSum))));

    [Fact]
    public void TheDifferenceIsWhatWasRecordedBetween() =>
        Gen.Select(Recorded.AnyDuration.Array, Recorded.AnyDuration.Array, Gen.Bool).Sample((before, between, exactSum) =>
        {
            var histogram = new LatencyHistogram(new LatencyHistogramOptions { ExactSum = exactSum });
            Array.ForEach(before, histogram.Record);
            var earlier = histogram.GetSnapshot();
            Array.ForEach(between, histogram.Record);

            Same(Recorded.Of(between, exactSum), histogram.GetSnapshot().Subtract(earlier));
        });

    [Fact]
    public void AWindowDoesNotRememberWhatCameBefore()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromSeconds(30));
        var minuteAgo = histogram.GetSnapshot();
        histogram.Record(TimeSpan.FromMilliseconds(1));

        var lastMinute = histogram.GetSnapshot().Subtract(minuteAgo);

        Assert.Equal(1, lastMinute.Count);
        Recorded.Near(1, lastMinute.Max?.TotalMilliseconds, Recorded.TimeSpanError);
    }

    [Fact]
    public void OnlyAnEarlierSnapshotCanBeSubtracted()
    {
        var exception = Assert.Throws<ArgumentException>(() => Recorded.OfMilliseconds(1, 2).Subtract(Recorded.OfMilliseconds(3)));

        Assert.Equal("earlier", exception.ParamName);
        Assert.Throws<ArgumentException>(() => LatencySnapshot.Empty.Subtract(Recorded.OfMilliseconds(0)));
        Assert.Throws<ArgumentNullException>(() => LatencySnapshot.Empty.Subtract(null!));
        Assert.Throws<ArgumentNullException>(() => LatencySnapshot.Empty.Merge(null!));
    }

    [Fact]
    public void TheSumIsExactOnlyWhenAllOfItIs()
    {
        TimeSpan[] second = [TimeSpan.FromSeconds(1)];
        var exact = Recorded.Of(second, exactSum: true);
        var inexact = Recorded.Of(second);

        Assert.Equal((UInt128)2_000_000_000, exact.Merge(exact).ExactSumNanoseconds);
        Assert.Null(exact.Merge(inexact).ExactSumNanoseconds);
        Assert.Null(inexact.ExactSumNanoseconds);
    }

    private static void Same(LatencySnapshot expected, LatencySnapshot actual) => Assert.Equal(expected.Encode(), actual.Encode());
}

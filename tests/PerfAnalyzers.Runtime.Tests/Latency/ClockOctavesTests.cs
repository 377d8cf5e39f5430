using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

/// <summary>Counts are kept by octaves of the clock's ticks, which meet buckets at their edges twice.</summary>
public sealed class ClockOctavesTests
{
    // Of Stopwatch on Linux and Windows, odd ones, powers of two, slower than TimeSpan, and so fast that a tick is shorter than a bucket.
    public static readonly TheoryData<long> Frequencies =
        [1_000_000_000, 10_000_000, 3_579_545, 24_000_000, 30_000_000, 1 << 20, 1 << 30, 1, 1_000, 4_000_000_000, 1L << 40, 1L << 47, 1L << 62, long.MaxValue];

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void AnOctaveEndsInTheBucketInWhichTheNextBegins(long frequency)
    {
        var unit = TickUnit.Of(frequency);
        for (var octave = 1; octave < 64; octave++)
        {
            var first = 1L << (63 - octave);
            var last = first + (first - 1);

            Assert.Equal(octave, TickUnit.OctaveOf(first));
            Assert.Equal(octave, TickUnit.OctaveOf(last));
            Assert.Equal(0, unit.SlotOf(first, octave));
            Assert.InRange(unit.SlotOf(last, octave), 0, TickUnit.SlotsPerOctave - 1);
            Assert.Equal(unit.FirstCellOf(octave - 1), unit.FirstCellOf(octave) + TickUnit.SlotsPerOctave - 1);
            if (octave < 40 && frequency != long.MaxValue)
            {
                Assert.Equal(TickUnit.SlotsPerOctave - 1, unit.SlotOf(last, octave));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void EveryCellHasOnePlace(long frequency)
    {
        var unit = TickUnit.Of(frequency);
        for (var cell = 0; cell < ExponentialBuckets.Cells; cell++)
        {
            Assert.InRange(cell - unit.FirstCellOf(unit.OctaveOfCell(cell)), 0, ExponentialBuckets.PerOctave - 1);
        }
    }

    // The ticks around every bound of a bucket and of an octave; twice, since the first record of a page goes another way than the rest.
    [Theory]
    [MemberData(nameof(Frequencies))]
    public void DurationsAtEveryEdgeAreInTheirBucket(long frequency)
    {
        var unit = TickUnit.Of(frequency);
        var bounds = Enumerable.Range(0, ExponentialBuckets.Cells + 1).Select(cell => ExponentialBuckets.LowerBound(cell) * frequency);
        var octaves = Enumerable.Range(0, 63).Select(bit => Math.ScaleB(1, bit));
        long[] edges = [.. bounds.Concat(octaves).Where(edge => edge < Math.ScaleB(1, 62)).SelectMany(edge => Near((long)edge)), long.MaxValue, long.MinValue];

        Assert.All(OfEveryKind(frequency), histogram =>
        {
            var expected = new long[ExponentialBuckets.Cells];
            long zero = 0, negative = 0, overflow = 0;
            foreach (var ticks in edges.Concat(edges))
            {
                histogram.RecordTimestampTicks(ticks);
                zero += ticks <= 0 ? 1 : 0;
                negative += ticks < 0 ? 1 : 0;
                overflow += ticks > 0 && unit.Exceeds(ticks) ? 1 : 0;
                if (ticks > 0)
                {
                    expected[unit.Holds(ticks) ? unit.CellOf(ticks) : unit.Exceeds(ticks) ? expected.Length - 1 : 0]++;
                }
            }

            AssertSame(new LatencySnapshot(0, expected, zero, negative, overflow, null), histogram.GetSnapshot());
        });

        static IEnumerable<long> Near(long ticks) => [ticks - 1, ticks, ticks + 1];
    }

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void UnitsMayBeMixed(long frequency) =>
        Gen.Select(Recorded.AnyDuration.Array, Gen.Long.Array, Gen.Double[-31, 17].Select(exponent => Math.Pow(2, exponent)).Array).Sample(
            (durations, ticks, seconds) => Assert.All(OfEveryKind(frequency), histogram =>
            {
                // Each in a histogram of its own whose clock has that unit.
                var ofTimeSpan = new LatencyHistogram(timeProvider: new ClockOf(TimeSpan.TicksPerSecond));
                var ofSeconds = new LatencyHistogram(timeProvider: new ClockOf(1));
                var ofTicks = new LatencyHistogram(timeProvider: new ClockOf(frequency));
                foreach (var duration in durations)
                {
                    histogram.Record(duration);
                    ofTimeSpan.RecordTimestampTicks(duration.Ticks);
                }

                foreach (var duration in ticks)
                {
                    var shorter = duration >> (int)(duration & 63);
                    histogram.RecordTimestampTicks(shorter);
                    ofTicks.RecordTimestampTicks(shorter);
                }

                foreach (var duration in seconds)
                {
                    histogram.RecordSeconds(duration);
                    ofSeconds.RecordSeconds(duration);
                }

                var merged = ofTimeSpan.GetSnapshot().Merge(ofSeconds.GetSnapshot()).Merge(ofTicks.GetSnapshot());
                AssertSame(merged, histogram.GetSnapshot());
            }),
            iter: 50);

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void TimeSpansAreConvertedOnlyExactly(long frequency) =>
        Gen.Long.Select(ticks => TimeSpan.FromTicks(ticks >> (int)(ticks & 63))).Sample(duration =>
        {
            if (TickUnit.Of(frequency).TryConvert(duration, out var ticks))
            {
                Assert.Equal((Int128)duration.Ticks * frequency, (Int128)ticks * TimeSpan.TicksPerSecond);
            }
            else
            {
                Assert.True(duration < TimeSpan.Zero || frequency % TimeSpan.TicksPerSecond != 0
                    || (Int128)duration.Ticks * (frequency / TimeSpan.TicksPerSecond) > long.MaxValue);
            }
        });

    private static LatencyHistogram[] OfEveryKind(long frequency) =>
    [
        new(timeProvider: new ClockOf(frequency)),
        new(new LatencyHistogramOptions { ExactSum = true }, new ClockOf(frequency)),
    ];

    // But for the sum.
    private static void AssertSame(LatencySnapshot expected, LatencySnapshot actual)
    {
        Assert.Equal(
            (expected.Count, expected.ZeroCount, expected.NegativeCount, expected.OverflowCount),
            (actual.Count, actual.ZeroCount, actual.NegativeCount, actual.OverflowCount));
        Assert.Equal(expected.Buckets(), actual.Buckets());
    }
}

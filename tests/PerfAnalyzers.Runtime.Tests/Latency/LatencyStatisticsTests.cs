using CsCheck;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencyStatisticsTests
{
    // Room for the rounding of doubles, nothing else.
    private const double Rounding = 1e-9;

    [Fact]
    public void PercentilesAreThoseOfTheSortedDurations() =>
        Gen.Select(Recorded.Duration.Array[1, 200], Gen.Double[0, 100]).Sample((durations, percentile) =>
        {
            var snapshot = Recorded.Of(durations);
            var sorted = durations.Order().ToArray();
            var rank = Math.Max(1, (int)Math.Ceiling((decimal)percentile * sorted.Length / 100));

            Recorded.Near(sorted[rank - 1].Nanoseconds(), snapshot.PercentileNanoseconds(percentile), snapshot.ErrorBound);
            Recorded.Near(sorted[0].Nanoseconds(), snapshot.PercentileNanoseconds(0), snapshot.ErrorBound);
            Recorded.Near(sorted[^1].Nanoseconds(), snapshot.PercentileNanoseconds(100), snapshot.ErrorBound);
        });

    [Fact]
    public void MeanDeviationAndCountsAreThoseOfTheDurations() =>
        Gen.Select(Recorded.Duration.Array[2, 200], Recorded.Duration, Gen.Bool).Sample((durations, limit, exactSum) =>
        {
            var snapshot = Recorded.Of(durations, exactSum);
            var values = durations.Select(duration => duration.Nanoseconds()).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1));
            var meanSquare = values.Average(value => value * value);

            Assert.Equal(values.Length, snapshot.Count);
            Recorded.Near(mean, snapshot.MeanNanoseconds, exactSum ? 0 : snapshot.ErrorBound);
            var tolerance = snapshot.ErrorBound * Math.Sqrt(meanSquare * values.Length / (values.Length - 1)) * (1 + Rounding);
            Assert.InRange(snapshot.StandardDeviationNanoseconds, deviation - tolerance, deviation + tolerance);

            var atOrBelow = snapshot.CountAtOrBelow(limit);
            Assert.True(atOrBelow >= durations.Count(duration => duration <= limit));
            Assert.True(atOrBelow <= durations.Count(duration => duration.Nanoseconds() <= limit.Nanoseconds() * ExponentialBuckets.Growth));
        });

    [Fact]
    public void WholePercentilesOfWholeCountsAskForNoRankTooMany()
    {
        var snapshot = Recorded.Of(Enumerable.Range(1, 1_000).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)));

        Recorded.Near(999, snapshot.P999?.TotalMilliseconds, Recorded.TimeSpanError);
        Recorded.Near(990, snapshot.P99?.TotalMilliseconds, Recorded.TimeSpanError);
        Recorded.Near(950, snapshot.P95?.TotalMilliseconds, Recorded.TimeSpanError);
        Recorded.Near(900, snapshot.P90?.TotalMilliseconds, Recorded.TimeSpanError);
        Recorded.Near(500, snapshot.Median?.TotalMilliseconds, Recorded.TimeSpanError);
        Recorded.Near(1, snapshot.Min?.TotalMilliseconds, Recorded.TimeSpanError);
        Recorded.Near(1_000, snapshot.Max?.TotalMilliseconds, Recorded.TimeSpanError);
    }

    [Fact]
    public void EqualDurationsHaveNoDeviation()
    {
        var snapshot = Recorded.Of(Enumerable.Repeat(TimeSpan.FromSeconds(7), 1_000));

        Assert.Equal(0, snapshot.StandardDeviationNanoseconds, tolerance: 1);
        Recorded.Near(7, snapshot.Mean?.TotalSeconds, Recorded.TimeSpanError);
    }

    [Fact]
    public void NothingRecordedMeansNoStatistic()
    {
        var empty = new LatencyHistogram().GetSnapshot();

        Assert.Equal(0, empty.Count);
        Assert.Null(empty.Mean);
        Assert.Null(empty.Min);
        Assert.Null(empty.P99);
        Assert.Null(empty.StandardDeviation);
        Assert.Equal(double.NaN, empty.PercentileNanoseconds(99));
        Assert.Equal(double.NaN, empty.MeanNanoseconds);
        Assert.Equal(0, empty.CountAtOrBelow(TimeSpan.MaxValue));
        Assert.Empty(empty.Buckets());
        Assert.Equal("no durations", empty.ToString());
        Assert.False(empty.P99 <= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void OneDurationHasNoDeviation() => Assert.Null(Recorded.OfMilliseconds(5).StandardDeviation);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.PositiveInfinity)]
    public void APercentileIsAtMostAHundred(double percentile)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Recorded.OfMilliseconds(5).Percentile(percentile));

        Assert.Equal("percentile", exception.ParamName);
        Assert.Contains("from 0 to 100", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencySnapshot.Empty.Percentile(percentile));
    }

    [Fact]
    public void ALimitIsNotNegative()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Recorded.OfMilliseconds(5).CountAtOrBelow(TimeSpan.FromTicks(-1)));

        Assert.Equal("limit", exception.ParamName);
    }

    [Fact]
    public void LimitsCountFromZeroToEverything()
    {
        var snapshot = Recorded.OfMilliseconds(0, 100, 100, 200);

        Assert.Equal(1, snapshot.CountAtOrBelow(TimeSpan.Zero));
        Assert.Equal(1, snapshot.CountAtOrBelow(TimeSpan.FromTicks(1)));
        Assert.Equal(1, snapshot.CountAtOrBelow(TimeSpan.FromMilliseconds(99)));
        Assert.Equal(3, snapshot.CountAtOrBelow(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(4, snapshot.CountAtOrBelow(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(4, snapshot.CountAtOrBelow(TimeSpan.FromSeconds(65_536)));
        Assert.Equal(4, snapshot.CountAtOrBelow(TimeSpan.MaxValue));
    }

    [Fact]
    public void BucketsDrawThePercentileCurve() =>
        Recorded.Snapshot.Sample(snapshot =>
        {
            long cumulative = 0;
            var upper = -1.0;
            foreach (var bucket in snapshot.Buckets())
            {
                cumulative += bucket.Count;
                Assert.True(bucket.Count > 0);
                Assert.True(bucket.LowerBoundNanoseconds >= upper);
                Assert.InRange(bucket.RepresentativeNanoseconds, bucket.LowerBoundNanoseconds, bucket.UpperBoundNanoseconds);
                Assert.Equal(cumulative, bucket.CumulativeCount);
                Recorded.Near(bucket.RepresentativeNanoseconds, snapshot.PercentileNanoseconds(100.0 * cumulative / snapshot.Count), 0);
                upper = bucket.UpperBoundNanoseconds;
            }

            Assert.Equal(snapshot.Count, cumulative);
        });

    [Fact]
    public void TheExactSumPassesTheRangeOfItsCells()
    {
        const long Stalls = 1_000_000;
        var histogram = new LatencyHistogram(new LatencyHistogramOptions { ExactSum = true });
        var interval = TimeSpan.FromSeconds(65_536.0 / (Stalls + 1));
        var elapsed = TimeSpan.FromTicks(interval.Ticks * (Stalls + 1));

        UInt128 expected = 0;
        for (var i = 0; i < 1_000; i++)
        {
            histogram.RecordWithExpectedInterval(elapsed, interval);
            expected += (UInt128)(ulong)interval.Ticks * 100 * ((Stalls + 1) * (Stalls + 2) / 2);
        }

        Assert.True(expected > ulong.MaxValue);
        Assert.Equal(expected, histogram.GetCorrectedSnapshot().ExactSumNanoseconds);
    }

    [Fact]
    public void TextNamesTheUsualFigures() =>
        Assert.Equal(
            "2 durations, mean 500 ms, p50 0, p90 997.3, p99 997.3, p99.9 997.3, max 997.3 ms",
            Recorded.Of([TimeSpan.Zero, TimeSpan.FromSeconds(1)], exactSum: true).ToString());
}

using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class CoordinatedOmissionTests
{
    [Fact]
    public void OmittedRequestsAreThoseOfTheLoopThatSendsThem() =>
        Gen.Select(Gen.Long[1, 100_000], Gen.Long[1, 2_000], Gen.Bool).Sample((elapsed, interval, exactSum) =>
        {
            var options = new LatencyHistogramOptions { ExactSum = exactSum };
            var histogram = new LatencyHistogram(options);
            histogram.RecordWithExpectedInterval(TimeSpan.FromTicks(elapsed), TimeSpan.FromTicks(interval));

            var expected = new LatencyHistogram(options);
            expected.Record(TimeSpan.FromTicks(elapsed));
            for (var missing = elapsed - interval; missing >= interval; missing -= interval)
            {
                expected.Record(TimeSpan.FromTicks(missing));
            }

            Assert.Equal(expected.GetSnapshot().Encode(), histogram.GetCorrectedSnapshot().Encode());
            Assert.Equal(1, histogram.GetSnapshot().Count);
        });

    [Fact]
    public void AStallOfAnyLengthIsCountedInBoundedTime()
    {
        var histogram = new LatencyHistogram();

        histogram.RecordWithExpectedInterval(TimeSpan.MaxValue, TimeSpan.FromTicks(1));
        histogram.RecordWithExpectedInterval(TimeSpan.MaxValue, TimeSpan.MaxValue);
        histogram.RecordWithExpectedInterval(TimeSpan.MinValue, TimeSpan.FromTicks(1));

        Assert.Equal(3, histogram.GetSnapshot().Count);
        Assert.Equal(2 + (65_536 * TimeSpan.TicksPerSecond), histogram.GetCorrectedSnapshot().Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void AnIntervalIsPositive(long ticks)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new LatencyHistogram().RecordWithExpectedInterval(TimeSpan.FromSeconds(1), TimeSpan.FromTicks(ticks)));

        Assert.Equal("expectedInterval", exception.ParamName);
    }

    [Fact]
    public void WaitingForTheSlowRequestAheadCountsOnlyInTheCorrectedView()
    {
        var clock = new FakeTimeProvider();
        var histogram = new LatencyHistogram(timeProvider: clock);
        var intended = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(4));
        var sent = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));

        histogram.RecordFromIntendedStart(intended, sent);

        Recorded.Near(1, histogram.GetSnapshot().Max?.TotalSeconds, Recorded.TimeSpanError);
        Recorded.Near(5, histogram.GetCorrectedSnapshot().Max?.TotalSeconds, Recorded.TimeSpanError);
        Assert.Equal(1, histogram.GetSnapshot().Count);
        Assert.Equal(1, histogram.GetCorrectedSnapshot().Count);
    }

    [Fact]
    public void ARequestSentEarlyCountsFromWhenItWasSent()
    {
        var histogram = new LatencyHistogram(timeProvider: new FakeTimeProvider());

        histogram.RecordFromIntendedStart(intendedStartTimestamp: 20_000_000, startTimestamp: 10_000_000, endTimestamp: 40_000_000);

        Recorded.Near(3, histogram.GetSnapshot().Max?.TotalSeconds, Recorded.TimeSpanError);
        Assert.Equal(histogram.GetSnapshot().Encode(), histogram.GetCorrectedSnapshot().Encode());
    }

    [Fact]
    public void WithoutCorrectionsBothViewsAreEqual()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMilliseconds(3));

        Assert.Equal(histogram.GetSnapshot().Encode(), histogram.GetCorrectedSnapshot().Encode());
    }

    // A server that answers in 1 ms and stalls 2 s in each minute, asked every 5 ms over one connection.
    [Fact]
    public void AStallHiddenFromAClosedLoopShowsFromTheIntendedStart()
    {
        const long Millisecond = TimeSpan.TicksPerMillisecond, Minute = TimeSpan.TicksPerMinute;
        var histogram = new LatencyHistogram(timeProvider: new FakeTimeProvider());
        var responses = new List<TimeSpan>();
        long free = 0;
        for (long intended = 0; intended < 10 * Minute; intended += 5 * Millisecond)
        {
            var sent = Math.Max(intended, free);
            var begun = sent % Minute < 2_000 * Millisecond ? (sent / Minute * Minute) + (2_000 * Millisecond) : sent;
            free = begun + Millisecond;
            histogram.RecordFromIntendedStart(intended, sent, free);
            responses.Add(TimeSpan.FromTicks(free - intended));
        }

        var measured = histogram.GetSnapshot();
        var corrected = histogram.GetCorrectedSnapshot();
        responses.Sort();
        var truth = responses[(int)Math.Ceiling(0.99 * responses.Count) - 1];

        Recorded.Near(1, measured.P99?.TotalMilliseconds, Recorded.TimeSpanError);
        Assert.True(truth > TimeSpan.FromSeconds(1));
        Recorded.Near(truth.TotalMilliseconds, corrected.P99?.TotalMilliseconds, Recorded.TimeSpanError);
    }
}

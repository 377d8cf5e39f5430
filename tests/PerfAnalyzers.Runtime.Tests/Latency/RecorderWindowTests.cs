using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class RecorderWindowTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void TheLastMinuteIsWhatWasRecordedSinceAMinuteAgo()
    {
        var recorder = new LatencyRecorder(timeProvider: _clock);
        var minute = TimeSpan.FromMinutes(1);
        recorder.Record(minute, LatencyOutcome.Success);

        Assert.Equal(1, recorder.Last(minute).All.Count);
        for (var second = 0; second < 120; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            recorder.Record(TimeSpan.FromMilliseconds(second), LatencyOutcome.Failure);
            var last = recorder.Last(minute);

            // A moment is remembered at most every sixteenth of the window.
            Assert.InRange(last.Failed.Count, Math.Min(second + 1, 60), Math.Min(second + 1, 60 + 4));
            Assert.Equal(0, last.Succeeded.Count);
        }

        Assert.Throws<ArgumentOutOfRangeException>("window", () => recorder.Last(TimeSpan.Zero));
    }

    [Fact]
    public void ACallHandedOverWholeHasAnOutcome()
    {
        var recorder = new LatencyRecorder(timeProvider: _clock);

        Assert.Equal(7, recorder.Measure(() => 7));
        Assert.Throws<TimeoutException>(() => recorder.Measure<int>(() => throw new TimeoutException()));

        var snapshot = recorder.GetSnapshot();
        Assert.Equal((1, 1, 0), (snapshot.Succeeded.Count, snapshot.Failed.Count, snapshot.Unspecified.Count));
    }
}

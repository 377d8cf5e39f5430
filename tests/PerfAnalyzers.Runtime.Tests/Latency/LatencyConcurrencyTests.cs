using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

/// <summary>Every public member of what is shared, from many threads.</summary>
public sealed class LatencyConcurrencyTests
{
    private const int Rounds = 100_000;

    [Fact]
    public void AHistogramCountsEveryKindOfRecord()
    {
        var histogram = new LatencyHistogram();

        Threads.Run(
            _ =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    histogram.Record(TimeSpan.FromMilliseconds(1));
                    histogram.RecordTimestampTicks(round);
                    histogram.RecordSince(0);
                    histogram.RecordWithExpectedInterval(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(1));
                    histogram.RecordFromIntendedStart(0, 1_000, 2_000);
                }
            },
            () => Assert.True(histogram.GetCorrectedSnapshot().Count >= histogram.GetSnapshot().Count - (Threads.Writers * Rounds)));

        Assert.Equal(5 * Threads.Writers * Rounds, histogram.GetSnapshot().Count);
        Assert.Equal(7 * Threads.Writers * Rounds, histogram.GetCorrectedSnapshot().Count);
    }

    [Fact]
    public void ARecorderKeepsOutcomesApart()
    {
        var recorder = new LatencyRecorder();

        Threads.Run(
            writer =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    recorder.Record(TimeSpan.FromMilliseconds(1), (LatencyOutcome)writer);
                    using var scope = recorder.Measure((LatencyOutcome)writer);
                }
            },
            () => Assert.True(recorder.GetSnapshot().All.Count >= 0));

        var snapshot = recorder.GetSnapshot();
        Assert.Equal(
            (2 * Rounds, 2 * Rounds, 2 * Rounds, 2 * Rounds),
            (snapshot.Unspecified.Count, snapshot.Succeeded.Count, snapshot.Failed.Count, snapshot.Cancelled.Count));
    }

    [Fact]
    public void CallsAreMeasuredFromManyThreads()
    {
        const int Calls = 2_000;
        var recorder = new LatencyRecorder();

        Threads.Run(
            _ =>
            {
                for (var call = 0; call < Calls; call++)
                {
                    Assert.True(recorder.MeasureAsync(static (state, _) => Task.FromResult(state), call, CancellationToken.None).IsCompletedSuccessfully);
                    Assert.True(recorder.MeasureAsync(static _ => Task.CompletedTask, CancellationToken.None).IsCompletedSuccessfully);
                    recorder.RecordSince(0, LatencyOutcome.Failure);
                }
            },
            () => Assert.True(recorder.GetSnapshot().Failed.Count >= 0));

        Assert.Equal(2 * Calls * Threads.Writers, recorder.GetSnapshot().Succeeded.Count);
        Assert.Equal(Calls * Threads.Writers, recorder.GetSnapshot().Failed.Count);
    }

    [Fact]
    public void ASnapshotIsReadByManyThreads()
    {
        var snapshot = Recorded.OfMilliseconds(1, 2, 3, 500);
        var expected = snapshot.ToString();
        var bytes = snapshot.Encode();
        var hdr = snapshot.EncodeHdrHistogram();

        Threads.Run(
            _ =>
            {
                for (var round = 0; round < 100; round++)
                {
                    Assert.Equal(expected, LatencySnapshot.Decode(bytes).ToString());
                    Assert.Equal(hdr, snapshot.EncodeHdrHistogram());
                    Assert.Equal(bytes, snapshot.Merge(snapshot).Subtract(snapshot).Encode());
                }
            },
            () => Assert.Equal(4, snapshot.Count));
    }
}

using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Tests.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencyRequestsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly LatencyRecorder _recorder;

    public LatencyRequestsTests() => _recorder = new LatencyRecorder(timeProvider: _clock);

    [Fact]
    public async Task ARequestEndsOnAnotherThread()
    {
        var requests = Requests();
        Assert.Equal(RequestStart.Started, requests.StartRequest("a"));
        _clock.Advance(Second);

        var elapsed = await Task.Run(() => requests.EndRequest("a", LatencyOutcome.Failure), TestContext.Current.CancellationToken);

        Assert.Equal(Second, elapsed);
        Recorded.Near(1, _recorder.GetSnapshot().Failed.Max?.TotalSeconds, Recorded.TimeSpanError);
        Assert.Equal(1, _recorder.GetSnapshot().All.Count);
    }

    [Fact]
    public void UnknownAndRepeatedIdsAreAnswered()
    {
        var requests = Requests();

        Assert.Null(requests.EndRequest("never started"));
        Assert.Equal(RequestStart.Started, requests.StartRequest("a"));
        _clock.Advance(Second);
        Assert.Equal(RequestStart.Repeated, requests.StartRequest("a"));
        _clock.Advance(Second);
        Assert.Equal(2 * Second, requests.EndRequest("a"));
        Assert.Null(requests.EndRequest("a"));
        Assert.Equal(RequestStart.Started, requests.StartRequest("a"));

        Assert.Equal(new LatencyRequestsStatistics(InFlight: 1, Abandoned: 0, Repeated: 1, Refused: 0, Unknown: 2), requests.GetStatistics());
        Assert.Equal(1, _recorder.GetSnapshot().All.Count);
    }

    [Fact]
    public void AbandonedRequestsExpireAndAreCountedButNotRecorded()
    {
        var requests = Requests(abandonAfter: 10 * Second);
        requests.StartRequest("lost");
        _clock.Advance(10 * Second);
        requests.StartRequest("answered");
        Assert.Equal(2, requests.GetStatistics().InFlight);

        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(new LatencyRequestsStatistics(InFlight: 1, Abandoned: 1, Repeated: 0, Refused: 0, Unknown: 0), requests.GetStatistics());
        Assert.Null(requests.EndRequest("lost"));
        Assert.NotNull(requests.EndRequest("answered"));
        Assert.Equal(1, _recorder.GetSnapshot().All.Count);
    }

    [Fact]
    public void AnAbandonedIdCanBeUsedAgainAtOnce()
    {
        var requests = Requests(abandonAfter: Second);
        requests.StartRequest("a");
        _clock.Advance(2 * Second);

        Assert.Equal(RequestStart.Started, requests.StartRequest("a"));
        Assert.Equal(TimeSpan.Zero, requests.EndRequest("a"));
    }

    [Fact]
    public void ThereAreNeverMoreThanAllowed()
    {
        var requests = Requests(maxInFlight: 2, abandonAfter: Second);

        Assert.Equal(
            [RequestStart.Started, RequestStart.Started, RequestStart.Refused],
            new[] { "a", "b", "c" }.Select(requests.StartRequest));
        Assert.Null(requests.EndRequest("c"));
        _clock.Advance(2 * Second);
        Assert.Equal(RequestStart.Started, requests.StartRequest("c"));
        Assert.Equal(new LatencyRequestsStatistics(InFlight: 1, Abandoned: 2, Repeated: 0, Refused: 1, Unknown: 1), requests.GetStatistics());
    }

    [Fact]
    public void IdsAreComparedAsAsked()
    {
        var requests = new LatencyRequests<string>(_recorder, comparer: StringComparer.OrdinalIgnoreCase);
        requests.StartRequest("A");

        Assert.NotNull(requests.EndRequest("a"));
    }

    [Fact]
    public void EveryAnswerIsThatOfAPlainList() =>
        Gen.Select(Gen.Int[0, 5], Gen.Bool, Gen.Int[0, 3]).Array[1, 200].Sample(steps =>
        {
            var clock = new FakeTimeProvider();
            var requests = new LatencyRequests<int>(
                new LatencyRecorder(timeProvider: clock),
                new LatencyRequestsOptions { MaxInFlight = 4, AbandonAfter = 5 * Second });
            var model = new List<(int Id, DateTimeOffset Start)>();
            foreach (var (id, starts, seconds) in steps)
            {
                clock.Advance(seconds * Second);
                var now = clock.GetUtcNow();
                model.RemoveAll(request => now - request.Start > 5 * Second);
                var known = model.FindIndex(request => request.Id == id);
                if (starts)
                {
                    var expected = known >= 0 ? RequestStart.Repeated : model.Count == 4 ? RequestStart.Refused : RequestStart.Started;
                    Assert.Equal(expected, requests.StartRequest(id));
                    if (expected == RequestStart.Started)
                    {
                        model.Add((id, now));
                    }
                }
                else
                {
                    Assert.Equal(known >= 0 ? now - model[known].Start : null, requests.EndRequest(id));
                    model.RemoveAll(request => request.Id == id);
                }

                Assert.Equal(model.Count, requests.GetStatistics().InFlight);
            }
        });

    [Fact]
    public void EveryThreadEndsWhatAnotherStarted()
    {
        const int Each = 20_000;
        var recorder = new LatencyRecorder();
        var requests = new LatencyRequests<int>(recorder, new LatencyRequestsOptions { MaxInFlight = Threads.Writers * Each });
        var unknown = 0;

        Threads.Run(
            writer =>
            {
                for (var i = 0; i < Each; i++)
                {
                    Assert.Equal(RequestStart.Started, requests.StartRequest((i * Threads.Writers) + writer));
                    if (requests.EndRequest((i * Threads.Writers) + ((writer + 1) % Threads.Writers)) is null)
                    {
                        Interlocked.Increment(ref unknown);
                    }
                }
            },
            () => Assert.True(requests.GetStatistics().InFlight >= 0));

        var statistics = requests.GetStatistics();
        Assert.Equal(unknown, statistics.Unknown);
        Assert.Equal(unknown, statistics.InFlight);
        Assert.Equal((Threads.Writers * Each) - unknown, recorder.GetSnapshot().Succeeded.Count);
    }

    [Fact]
    public void StartingAndEndingAllocatesNothing()
    {
        var requests = new LatencyRequests<long>(new LatencyRecorder());
        StartAndEnd(requests);
        StartAndEnd(requests);

        // Another processor may meet an octave for the first time.
        var quietRounds = Enumerable.Range(0, 20).Count(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            StartAndEnd(requests);
            return GC.GetAllocatedBytesForCurrentThread() == before;
        });
        Assert.InRange(quietRounds, 5, 20);

        static void StartAndEnd(LatencyRequests<long> requests)
        {
            for (var id = 0L; id < 100; id++)
            {
                requests.StartRequest(id);
            }

            for (var id = 0L; id < 100; id++)
            {
                requests.EndRequest(id);
            }
        }
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        var requests = Requests();
        requests.StartRequest("a");

        Assert.Equal("id", Assert.Throws<ArgumentNullException>(() => requests.StartRequest(null!)).ParamName);
        Assert.Equal("id", Assert.Throws<ArgumentNullException>(() => requests.EndRequest(null!)).ParamName);
        Assert.Equal("outcome", Assert.Throws<ArgumentOutOfRangeException>(() => requests.EndRequest("a", (LatencyOutcome)9)).ParamName);
        Assert.Equal(1, requests.GetStatistics().InFlight);
        Assert.Equal("recorder", Assert.Throws<ArgumentNullException>(() => new LatencyRequests<int>(null!)).ParamName);
        Assert.Contains("MaxInFlight", Assert.Throws<ArgumentOutOfRangeException>(() => Requests(maxInFlight: 0)).ParamName, StringComparison.Ordinal);
        Assert.Contains("AbandonAfter", Assert.Throws<ArgumentOutOfRangeException>(() => Requests(abandonAfter: TimeSpan.Zero)).ParamName, StringComparison.Ordinal);
        Assert.Equal(RequestStart.Started, Requests(abandonAfter: TimeSpan.MaxValue).StartRequest("a"));
    }

    private LatencyRequests<string> Requests(int maxInFlight = 100, TimeSpan? abandonAfter = null) =>
        new(_recorder, new LatencyRequestsOptions { MaxInFlight = maxInFlight, AbandonAfter = abandonAfter ?? TimeSpan.FromMinutes(1) });
}

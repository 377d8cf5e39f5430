using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Runtime.Tests.Latency;

public sealed class LatencyRecorderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly LatencyRecorder _recorder;

    public LatencyRecorderTests() => _recorder = new LatencyRecorder(timeProvider: _clock);

    [Fact]
    public void AScopeRecordsItsTimeOnce()
    {
        var scope = _recorder.Measure();
        _clock.Advance(Second);
        scope.Dispose();
        _clock.Advance(Second);
        scope.Dispose();

        Recorded.Near(1, Assert.Single(_recorder.GetSnapshot().Unspecified.Buckets()).UpperBoundNanoseconds / 1e9, 0);
        Assert.Equal(1, _recorder.GetSnapshot().All.Count);
    }

    [Fact]
    public void AScopeOfNoRecorderRecordsNothing() => default(LatencyScope).Dispose();

    [Fact]
    public async Task AScopeWorksAcrossAwait()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = CallAsync();
        _clock.Advance(Second);
        answer.SetResult();
        await call;

        Recorded.Near(1, _recorder.GetSnapshot().Succeeded.Max?.TotalSeconds, Recorded.TimeSpanError);

        async Task CallAsync()
        {
            using var scope = _recorder.Measure(LatencyOutcome.Failure);
            await answer.Task;
            scope.Succeed();
        }
    }

    [Fact]
    public void AnExceptionThatLeavesAScopeIsTheOutcomeUnlessTold()
    {
        Assert.Throws<InvalidOperationException>((Action)Call);

        Counts(failed: 1);

        void Call()
        {
            using var scope = _recorder.Measure(LatencyOutcome.Failure);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void AScopeRecordsTheOutcomeItWasTold()
    {
        using (var scope = _recorder.Measure())
        {
            scope.Succeed();
        }

        using (var scope = _recorder.Measure())
        {
            scope.Fail();
        }

        using (var scope = _recorder.Measure(LatencyOutcome.Success))
        {
            scope.Cancel();
        }

        Counts(succeeded: 1, failed: 1, cancelled: 1);
    }

    [Fact]
    public async Task ACallThatReturnsSucceeds()
    {
        var token = TestContext.Current.CancellationToken;

        var result = await _recorder.MeasureAsync(
            async cancellationToken =>
            {
                Assert.Equal(token, cancellationToken);
                await Task.Yield();
                _clock.Advance(Second);
                return 7;
            },
            token);
        await _recorder.MeasureAsync(_ => Task.CompletedTask, token);
        Assert.Equal(8, await _recorder.MeasureAsync(static (state, _) => Task.FromResult(state + 1), 7, token));
        await _recorder.MeasureAsync(static (_, _) => Task.CompletedTask, 7, token);

        Assert.Equal(7, result);
        Counts(succeeded: 4);
        Recorded.Near(1, _recorder.GetSnapshot().Succeeded.Max?.TotalSeconds, Recorded.TimeSpanError);
    }

    [Fact]
    public async Task ACallThatThrowsFailsAndIsRecorded()
    {
        var token = TestContext.Current.CancellationToken;

        await Assert.ThrowsAsync<InvalidOperationException>(() => _recorder.MeasureAsync(_ => Task.FromException<int>(new InvalidOperationException()), token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _recorder.MeasureAsync(_ => Task.FromException(new InvalidOperationException()), token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _recorder.MeasureAsync(Task (_) => throw new InvalidOperationException(), token));

        Counts(failed: 3);
    }

    [Fact]
    public async Task OnlyTheCallersCancellationIsCancelled()
    {
        using var caller = new CancellationTokenSource();

        await Assert.ThrowsAsync<TaskCanceledException>(() => _recorder.MeasureAsync(
            _ => Task.FromCanceled<int>(new CancellationToken(canceled: true)), caller.Token));
        Counts(failed: 1);

        await caller.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => _recorder.MeasureAsync(Task.FromCanceled<int>, caller.Token));
        await Assert.ThrowsAsync<TaskCanceledException>(() => _recorder.MeasureAsync(Task.FromCanceled, caller.Token));
        Counts(failed: 1, cancelled: 2);
    }

    [Fact]
    public void OperationsMeasuredElsewhereAreRecorded()
    {
        var start = _clock.GetTimestamp();
        _clock.Advance(Second);

        _recorder.RecordSince(start, LatencyOutcome.Failure);
        _recorder.Record(Second, LatencyOutcome.Failure);

        Assert.Equal(2, Assert.Single(_recorder.GetSnapshot().Failed.Buckets()).Count);
    }

    [Fact]
    public void AWindowIsTheDifferenceOfTwoSnapshots()
    {
        _recorder.Record(Second, LatencyOutcome.Success);
        var earlier = _recorder.GetSnapshot();
        _recorder.Record(Second, LatencyOutcome.Success);
        _recorder.Record(Second, LatencyOutcome.Cancelled);

        var window = _recorder.GetSnapshot().Subtract(earlier);

        Assert.Equal((1, 0, 1, 0), (window.Succeeded.Count, window.Failed.Count, window.Cancelled.Count, window.Unspecified.Count));
        Assert.Equal(2, window.All.Count);
    }

    [Fact]
    public async Task HostileArgumentsAreNamed()
    {
        const LatencyOutcome Undefined = (LatencyOutcome)9;
        Assert.Equal("outcome", Assert.Throws<ArgumentOutOfRangeException>(() => _recorder.Record(Second, Undefined)).ParamName);
        Assert.Equal("outcome", Assert.Throws<ArgumentOutOfRangeException>(() => _recorder.RecordSince(0, Undefined)).ParamName);
        Assert.Equal("unlessTold", Assert.Throws<ArgumentOutOfRangeException>(() => _recorder.Measure(Undefined)).ParamName);
        Assert.Equal("earlier", Assert.Throws<ArgumentNullException>(() => _recorder.GetSnapshot().Subtract(null!)).ParamName);
        Func<CancellationToken, Task> none = null!;
        Assert.Equal("call", (await Assert.ThrowsAsync<ArgumentNullException>(() => _recorder.MeasureAsync(none, CancellationToken.None))).ParamName);
    }

    private void Counts(long succeeded = 0, long failed = 0, long cancelled = 0)
    {
        var snapshot = _recorder.GetSnapshot();
        Assert.Equal(
            (succeeded, failed, cancelled, 0),
            (snapshot.Succeeded.Count, snapshot.Failed.Count, snapshot.Cancelled.Count, snapshot.Unspecified.Count));
    }
}

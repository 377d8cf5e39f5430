using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.RateLimiting.Requests;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting.Requests;

public sealed class RequestProcessorTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OutcomesComeInTheOrderOfTheRequests()
    {
        await using var processor = Processor(new() { MaxConcurrency = 3 });

        var processing = processor.ProcessAllAsync([1, 2, 3], Token);
        var calls = await NextAsync(3);
        calls[2].Answer.SetResult("three");
        calls[1].Answer.SetException(new FormatException());
        calls[0].Answer.SetResult("one");
        var outcomes = await processing;

        Assert.Equal([0, 1, 2], outcomes.Select(outcome => outcome.Index));
        Assert.Equal([1, 2, 3], outcomes.Select(outcome => outcome.Request));
        Assert.Equal([RequestStatus.Succeeded, RequestStatus.Failed, RequestStatus.Succeeded], outcomes.Select(outcome => outcome.Status));
        Assert.Equal(("one", "three"), (outcomes[0].GetResponse(), outcomes[2].GetResponse()));
        Assert.Throws<FormatException>(() => outcomes[1].GetResponse());
        Assert.IsType<FormatException>(outcomes[1].Exception);
        Assert.Null(outcomes[0].Exception);
    }

    [Fact]
    public async Task OutcomesComeAsTheyAreCompleted()
    {
        await using var processor = Processor(new() { MaxConcurrency = 3 });
        await using var outcomes = processor.ProcessAsCompletedAsync([1, 2, 3], Token).GetAsyncEnumerator(Token);

        var moving = outcomes.MoveNextAsync();
        var calls = await NextAsync(3);
        foreach (var i in (int[])[1, 2, 0])
        {
            calls[i].Answer.SetResult($"{i}");
            Assert.True(await moving);
            Assert.Equal((i, i + 1, $"{i}"), (outcomes.Current.Index, outcomes.Current.Request, outcomes.Current.GetResponse()));
            moving = outcomes.MoveNextAsync();
        }

        Assert.False(await moving);
    }

    [Fact]
    public async Task NoMoreRunAtATimeThanAllowedAndTheNextStartsInOrder()
    {
        await using var processor = Processor(new() { MaxConcurrency = 2 });

        var processing = processor.ProcessAllAsync(Enumerable.Range(0, 5), Token);
        var calls = await NextAsync(2);
        Assert.Equal((2, 3, 0), Figures(processor));
        for (var i = 0; i < 5; i++)
        {
            calls[i].Answer.SetResult("");
            if (i < 3)
            {
                calls.AddRange(await NextAsync(1));
            }
        }

        await processing;
        Assert.Equal([2, 3, 4], calls.Skip(2).Select(call => call.Request));
    }

    [Fact]
    public async Task AFullQueueRejects()
    {
        await using var processor = Processor(new() { MaxConcurrency = 1, QueueLimit = 2, WhenFull = FullQueueBehavior.Reject });

        var processing = processor.ProcessAllAsync(Enumerable.Range(0, 5), Token);
        Assert.Equal((1, 2, 0), Figures(processor));
        Assert.Equal(2, processor.GetStatistics().Rejected);
        for (var i = 0; i < 3; i++)
        {
            (await NextAsync(1))[0].Answer.SetResult("");
        }

        var outcomes = await processing;
        Assert.Equal(
            [RequestStatus.Succeeded, RequestStatus.Succeeded, RequestStatus.Succeeded, RequestStatus.Rejected, RequestStatus.Rejected],
            outcomes.Select(outcome => outcome.Status));
        Assert.Throws<InvalidOperationException>(() => outcomes[4].GetResponse());
    }

    [Fact]
    public async Task WithoutAQueueOnlyAFreeSlotIsGood()
    {
        await using var processor = Processor(new() { MaxConcurrency = 1, QueueLimit = 0, WhenFull = FullQueueBehavior.Reject });

        var first = processor.ProcessAsync(0, Token);
        var second = await processor.ProcessAsync(1, Token);
        (await NextAsync(1))[0].Answer.SetResult("0");

        Assert.Equal(RequestStatus.Rejected, second.Status);
        Assert.Equal("0", (await first).GetResponse());
    }

    [Fact]
    public async Task AFullQueueKeepsABatchFromBeingRead()
    {
        await using var processor = Processor(new() { MaxConcurrency = 2, QueueLimit = 1 });
        var read = 0;
        await using var outcomes = processor.ProcessInOrderAsync(Requests(), Token).GetAsyncEnumerator(Token);

        var moving = outcomes.MoveNextAsync();
        Assert.Equal(3, read);
        var calls = await NextAsync(2);
        calls[0].Answer.SetResult("");
        Assert.True(await moving);
        Assert.Equal(3, read);
        moving = outcomes.MoveNextAsync();
        Assert.Equal(4, read);
        calls[1].Answer.SetResult("");
        Assert.True(await moving);
        Assert.Equal(4, read);
        (await NextAsync(2)).ForEach(call => call.Answer.SetResult(""));

        IEnumerable<int> Requests()
        {
            while (true)
            {
                yield return read++;
            }
        }
    }

    [Fact]
    public async Task ACallerThatFindsTheQueueFullWaits()
    {
        await using var processor = Processor(new() { MaxConcurrency = 1, QueueLimit = 1 });

        var processing = Enumerable.Range(0, 3).Select(request => processor.ProcessAsync(request, Token)).ToList();
        Assert.Equal((1, 1, 1), Figures(processor));
        for (var i = 0; i < 3; i++)
        {
            (await NextAsync(1))[0].Answer.SetResult("");
        }

        Assert.All(await Task.WhenAll(processing), outcome => Assert.Equal(RequestStatus.Succeeded, outcome.Status));
    }

    [Fact]
    public async Task CancellationGivesEveryRequestAnOutcome()
    {
        await using var processor = Processor(new() { MaxConcurrency = 2, QueueLimit = 1 });
        using var cancellation = new CancellationTokenSource();

        var processing = processor.ProcessAllAsync(Enumerable.Range(0, 5), cancellation.Token);
        var calls = await NextAsync(2);
        calls[0].Answer.SetResult("done");
        calls.AddRange(await NextAsync(1));
        await cancellation.CancelAsync();
        calls[1].Answer.SetResult("done all the same");
        calls[2].Answer.SetCanceled(calls[2].Token);
        var outcomes = await processing;

        Assert.Equal(
            [RequestStatus.Succeeded, RequestStatus.Succeeded, RequestStatus.Cancelled, RequestStatus.Cancelled, RequestStatus.Cancelled],
            outcomes.Select(outcome => outcome.Status));
        Assert.ThrowsAny<OperationCanceledException>(() => outcomes[3].GetResponse());
        Assert.Equal(2, processor.GetStatistics().Withdrawn);
        Assert.Equal(1, processor.GetStatistics().Processing.Cancelled.Count);
    }

    [Fact]
    public async Task ATimeoutOfTheHandlerIsAFailure()
    {
        await using var processor = Processor(new());
        var processing = processor.ProcessAsync(0, Token);
        (await NextAsync(1))[0].Answer.SetCanceled(new CancellationToken(canceled: true));

        Assert.Equal(RequestStatus.Failed, (await processing).Status);
    }

    [Fact]
    public async Task WhoStopsReadingCancelsTheRest()
    {
        await using var processor = Processor(new() { MaxConcurrency = 2 });
        foreach (var process in (Func<IEnumerable<int>, CancellationToken, IAsyncEnumerable<RequestOutcome<int, string>>>[])
            [processor.ProcessInOrderAsync, processor.ProcessAsCompletedAsync])
        {
            var outcomes = process(Enumerable.Range(0, 4), Token).GetAsyncEnumerator(Token);
            var moving = outcomes.MoveNextAsync();
            var calls = await NextAsync(2);
            calls[0].Answer.SetResult("");
            Assert.True(await moving);
            calls.AddRange(await NextAsync(1));

            var leaving = outcomes.DisposeAsync().AsTask();
            Assert.False(leaving.IsCompleted);
            Assert.All(calls.Skip(1), call => Assert.True(call.Token.IsCancellationRequested));
            calls[1].Answer.SetCanceled(calls[1].Token);
            calls[2].Answer.SetCanceled(calls[2].Token);
            await leaving;
            Assert.Equal((0, 0, 0), Figures(processor));
        }
    }

    [Fact]
    public async Task ASourceThatThrowsEndsItsBatchAndNothingElse()
    {
        await using var processor = new RequestProcessor<int, int>((request, _) => new(request));

        await Assert.ThrowsAsync<FormatException>(() => processor.ProcessAllAsync(Requests(), Token));
        Assert.Equal(3, (await processor.ProcessAsync(3, Token)).GetResponse());

        static IEnumerable<int> Requests()
        {
            yield return 1;
            throw new FormatException();
        }
    }

    [Fact]
    public async Task DisposeWaitsForWhatWasAcceptedAndRejectsTheRest()
    {
        var processor = Processor(new() { MaxConcurrency = 1 });
        var accepted = new[] { processor.ProcessAsync(0, Token), processor.ProcessAsync(1, Token) };

        var disposal = processor.DisposeAsync().AsTask();
        var late = await processor.ProcessAsync(2, Token);
        Assert.Equal(RequestStatus.Rejected, late.Status);
        Assert.Throws<ObjectDisposedException>(() => late.GetResponse());
        (await NextAsync(1))[0].Answer.SetResult("");
        Assert.False(disposal.IsCompleted);
        (await NextAsync(1))[0].Answer.SetResult("");

        await disposal;
        Assert.All(await Task.WhenAll(accepted), outcome => Assert.Equal(RequestStatus.Succeeded, outcome.Status));
        await Processor(new()).DisposeAsync();
    }

    [Fact]
    public async Task WhenTheDeadlineOfAStopPassesTheRestIsCancelled()
    {
        var processor = Processor(new() { MaxConcurrency = 1 });
        using var deadline = new CancellationTokenSource();
        var accepted = new[] { processor.ProcessAsync(0, Token), processor.ProcessAsync(1, CancellationToken.None) };
        var call = (await NextAsync(1))[0];

        var stop = processor.StopAsync(deadline.Token);
        await deadline.CancelAsync();
        Assert.True(call.Token.IsCancellationRequested);
        Assert.Equal(RequestStatus.Cancelled, (await accepted[1]).Status);
        Assert.False(stop.IsCompleted);
        call.Answer.SetCanceled(call.Token);

        await stop;
        Assert.Equal(RequestStatus.Cancelled, (await accepted[0]).Status);
    }

    [Fact]
    public async Task QueueingAndProcessingAreMeasuredApart()
    {
        await using var processor = Processor(new() { MaxConcurrency = 1 });

        var processing = processor.ProcessAllAsync([0, 1], Token);
        var first = (await NextAsync(1))[0];
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        first.Answer.SetResult("");
        var second = (await NextAsync(1))[0];
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        second.Answer.SetException(new FormatException());
        var outcomes = await processing;
        await processor.DisposeAsync();
        var statistics = processor.GetStatistics();

        Assert.Equal([0, 30], outcomes.Select(outcome => outcome.Queueing.TotalMilliseconds));
        Assert.Equal([30, 50], outcomes.Select(outcome => outcome.Processing.TotalMilliseconds));
        Assert.Equal(2, statistics.Queueing.Count);
        Assert.Equal(30, statistics.Queueing.Max!.Value.TotalMilliseconds, 30 * 0.00272);
        Assert.Equal(30, statistics.Processing.Succeeded.Max!.Value.TotalMilliseconds, 30 * 0.00272);
        Assert.Equal(50, statistics.Processing.Failed.Max!.Value.TotalMilliseconds, 50 * 0.00272);
    }

    [Fact]
    public async Task ArgumentsAreChecked()
    {
        Refused(new() { MaxConcurrency = 0 }, "MaxConcurrency must be at least 1.");
        Refused(new() { QueueLimit = -1 }, "QueueLimit must be zero or more.");
        Refused(new() { WhenFull = (FullQueueBehavior)2 }, "WhenFull must be Wait or Reject.");
        Assert.Throws<ArgumentNullException>("handler", () => new RequestProcessor<int, int>(null!));
        var processor = Processor(new() { MaxConcurrency = int.MaxValue, QueueLimit = int.MaxValue });
        await Assert.ThrowsAsync<ArgumentNullException>("requests", () => processor.ProcessAllAsync(null!, Token));
        Assert.Throws<ArgumentNullException>("requests", () => { processor.ProcessInOrderAsync(null!, Token); });
        Assert.Throws<ArgumentNullException>("requests", () => { processor.ProcessAsCompletedAsync(null!, Token); });

        void Refused(RequestProcessorOptions options, string message) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>("options", () => Processor(options)).Message);
    }

    private static (int Active, int Queued, int WaitingForRoom) Figures(RequestProcessor<int, string> processor)
    {
        var statistics = processor.GetStatistics();
        return (statistics.Active, statistics.Queued, statistics.WaitingForRoom);
    }

    private RequestProcessor<int, string> Processor(RequestProcessorOptions options) => new(HandleAsync, options, _clock);

    private async ValueTask<string> HandleAsync(int request, CancellationToken token)
    {
        var call = new Call(request, token);
        _calls.Writer.TryWrite(call);
        return await call.Answer.Task;
    }

    /// <summary>The next calls of the handler, ordered by request: those started together reach it in any order.</summary>
    private async Task<List<Call>> NextAsync(int count)
    {
        var calls = new List<Call>();
        while (calls.Count < count)
        {
            calls.Add(await _calls.Reader.ReadAsync(Token));
        }

        return [.. calls.OrderBy(call => call.Request)];
    }

    private sealed record Call(int Request, CancellationToken Token)
    {
        public TaskCompletionSource<string> Answer { get; } = new();
    }
}

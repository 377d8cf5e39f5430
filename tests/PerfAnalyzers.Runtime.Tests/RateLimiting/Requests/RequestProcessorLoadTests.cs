using CsCheck;
using PerfAnalyzers.Runtime.RateLimiting.Requests;

namespace PerfAnalyzers.Runtime.Tests.RateLimiting.Requests;

/// <summary>Many batches at once: every request has just one outcome, and the limits hold throughout.</summary>
public sealed class RequestProcessorLoadTests
{
    private const int Requests = 200;

    [Fact]
    public void EveryRequestHasOneOutcomeAndNoLimitIsPassed() =>
        (from concurrency in Gen.Int[1, 8]
         from queue in Gen.Int[0, 50]
         from rejects in Gen.Bool
         from failing in Gen.Int[0, 5]
         from batches in Gen.Int[1, 6]
         from stopped in Gen.Bool
         select (new RequestProcessorOptions
         {
             MaxConcurrency = concurrency,
             QueueLimit = queue,
             WhenFull = rejects ? FullQueueBehavior.Reject : FullQueueBehavior.Wait,
         }, failing, batches, stopped))
        .Sample(load => RunAsync(load.Item1, load.failing, load.batches, load.stopped).GetAwaiter().GetResult(), iter: 30, threads: 1);

    private static async Task RunAsync(RequestProcessorOptions options, int failing, int batches, bool stopped)
    {
        var running = 0;
        var started = new int[batches * Requests];
        var processor = new RequestProcessor<int, int>(HandleAsync, options);
        using var deadline = new CancellationTokenSource();
        var stop = Task.CompletedTask;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, batches).Select(batch => Task.Run(() => RunBatchAsync(batch))));
        await stop;
        await processor.DisposeAsync();

        var all = outcomes.SelectMany(batch => batch).ToList();
        var count = all.CountBy(outcome => outcome.Status).ToDictionary();
        var statistics = processor.GetStatistics();
        Assert.Equal(batches * Requests, all.Count);
        Assert.Equal((0, 0, 0), (statistics.Active, statistics.Queued, statistics.WaitingForRoom));
        Assert.Equal(count.GetValueOrDefault(RequestStatus.Rejected), statistics.Rejected);
        Assert.Equal(count.GetValueOrDefault(RequestStatus.Succeeded), statistics.Processing.Succeeded.Count);
        Assert.Equal(count.GetValueOrDefault(RequestStatus.Failed), statistics.Processing.Failed.Count);
        Assert.Equal(count.GetValueOrDefault(RequestStatus.Cancelled), statistics.Processing.Cancelled.Count + statistics.Withdrawn);
        Assert.Equal(started.Sum(), statistics.Queueing.Count);
        foreach (var outcome in all)
        {
            var times = started[outcome.Request];
            Assert.InRange(times, outcome.Status is RequestStatus.Succeeded or RequestStatus.Failed ? 1 : 0, outcome.Status == RequestStatus.Rejected ? 0 : 1);
        }

        async ValueTask<int> HandleAsync(int request, CancellationToken token)
        {
            try
            {
                Assert.InRange(Interlocked.Increment(ref running), 1, options.MaxConcurrency);
                Interlocked.Increment(ref started[request]);
                if (request % 3 == 0)
                {
                    await Task.Yield();
                }

                token.ThrowIfCancellationRequested();
                return failing > 0 && request % failing == 0 ? throw new FormatException() : -request;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }

        async Task<List<RequestOutcome<int, int>>> RunBatchAsync(int batch)
        {
            var requests = Enumerable.Range(batch * Requests, Requests);
            var outcomes = new List<RequestOutcome<int, int>>();
            switch (batch % 3)
            {
                case 0:
                    outcomes.AddRange(await processor.ProcessAllAsync(requests, default));
                    break;
                case 1:
                    await foreach (var outcome in processor.ProcessInOrderAsync(requests, default))
                    {
                        outcomes.Add(outcome);
                    }

                    break;
                default:
                    await foreach (var outcome in processor.ProcessAsCompletedAsync(requests, default))
                    {
                        outcomes.Add(outcome);
                        var meanwhile = processor.GetStatistics();
                        Assert.InRange(meanwhile.Active, 0, options.MaxConcurrency);
                        Assert.InRange(meanwhile.Queued, 0, options.QueueLimit);
                        if (stopped && outcomes.Count == Requests / 2)
                        {
                            deadline.Cancel();
                            stop = processor.StopAsync(deadline.Token);
                        }
                    }

                    break;
            }

            Assert.Equal(Enumerable.Range(0, Requests), outcomes.Select(outcome => outcome.Index).Order());
            Assert.All(outcomes, outcome => Assert.Equal((batch * Requests) + outcome.Index, outcome.Request));
            Assert.All(outcomes.Where(outcome => outcome.Status == RequestStatus.Succeeded), outcome => Assert.Equal(-outcome.Request, outcome.GetResponse()));
            if (batch % 3 != 2)
            {
                Assert.Equal(Enumerable.Range(0, Requests), outcomes.Select(outcome => outcome.Index));
            }

            return outcomes;
        }
    }
}

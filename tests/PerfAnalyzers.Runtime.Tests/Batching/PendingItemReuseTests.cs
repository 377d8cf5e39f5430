using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Tests.Batching;

/// <summary>Items are pooled: what is late for one of them must not reach the next caller that gets it.</summary>
public sealed class PendingItemReuseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ACancellationUnderWayWhenTheResultIsFetchedDoesNotReachTheNextItem()
    {
        var handler = new ManualHandler();
        using var clock = new HeldClock();
        using var cancellation = new CancellationTokenSource();
        await using var processor = new BatchProcessor<int, string>(handler.AnswerAsync, new() { MaxBatchSize = 1 }, clock);
        var fetchedLate = processor.AddAsync(1, cancellation.Token);
        (await handler.NextAsync()).Return();
        while (!fetchedLate.IsCompleted)
        {
            await Task.Yield();
        }

        var busy = processor.AddAsync(2, Token).AsTask();
        var busyCall = await handler.NextAsync();

        // A caller holds the gate of the processor, and the cancellation waits for it.
        Task<string>? next = null;
        var adding = new Thread(() => next = processor.AddAsync(3, CancellationToken.None).AsTask());
        clock.Hold(adding);
        var cancelling = new Thread(cancellation.Cancel);
        cancelling.Start();
        Assert.True(SpinWait.SpinUntil(() => cancelling.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30)));

        Assert.Equal("1", await fetchedLate);
        clock.Release();
        adding.Join();
        cancelling.Join();
        busyCall.Return();
        (await handler.NextAsync()).Return();

        Assert.Equal("2", await busy);
        Assert.Equal("3", await next!);
    }

    /// <summary>A clock that keeps one thread waiting when it asks for the time.</summary>
    private sealed class HeldClock : TimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _asked = new();
        private readonly ManualResetEventSlim _released = new();
        private Thread? _held;

        public override long GetTimestamp()
        {
            if (Thread.CurrentThread == _held)
            {
                _asked.Set();
                _released.Wait();
            }

            return base.GetTimestamp();
        }

        /// <summary>Starts the thread, and returns when it waits.</summary>
        public void Hold(Thread thread)
        {
            _held = thread;
            thread.Start();
            _asked.Wait();
        }

        public void Release() => _released.Set();

        public void Dispose()
        {
            _asked.Dispose();
            _released.Dispose();
        }
    }
}

using PerfAnalyzers.Runtime.Hosting.Profiles;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Profiles;

public sealed class ConcurrencyGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void CallersComeInInTheirOrder()
    {
        var gate = new ConcurrencyGate(1, 10);
        Assert.True(gate.TryEnter(Token, out var first));
        Assert.True(gate.TryEnter(Token, out var second));
        Assert.True(gate.TryEnter(Token, out var third));

        Assert.True(first.IsCompleted);
        gate.Exit();
        Assert.Equal((1, 1), (gate.Active, gate.Waiting));
        gate.Exit();
        Assert.Equal((1, 0), (gate.Active, gate.Waiting));
    }

    [Fact]
    public async Task TheLimitHoldsUnderContentionCancellationAndResizing()
    {
        var gate = new ConcurrencyGate(4, 10_000);
        int inside = 0, most = 0, entered = 0, cancelled = 0;
        var callers = Enumerable.Range(0, 4_000).Select(i => Task.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            Assert.True(gate.TryEnter(source.Token, out var waiting));
            if (i % 3 == 0)
                source.Cancel();
            try
            {
                await waiting;
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
                return;
            }

            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            Interlocked.Increment(ref entered);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            gate.Exit();
        }, Token)).ToArray();
        for (var i = 0; i < 200; i++)
        {
            gate.Resize(1 + (i % 4), 10_000);
            await Task.Yield();
        }

        gate.Resize(4, 10_000);
        await Task.WhenAll(callers);
        Assert.Equal(4_000, entered + cancelled);
        Assert.InRange(most, 1, 4);
        Assert.Equal((0, 0), (gate.Active, gate.Waiting));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
    }
}

using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Tests.Concurrency;

public sealed class StripedCounterTests
{
    // One stripe makes every writer meet every other; more processors than stripes do the same.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void NothingIsLostBetweenThreads(int copies)
    {
        const int Each = 1_000_000;
        var counter = new StripedCounter(copies);
        var previous = 0L;

        Threads.Run(
            _ =>
            {
                for (var i = 0; i < Each; i++)
                {
                    counter.Add(2);
                    counter.Increment();
                }
            },
            () =>
            {
                var current = counter.Sum;
                Assert.True(current >= previous);
                previous = current;
            });

        Assert.Equal(3 * Threads.Writers * Each, counter.Sum);
    }
}

using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Tests.Concurrency;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Throughput;

public sealed class ThroughputConcurrencyTests
{
    [Fact]
    public void NoEventIsLostAndNoWindowIsNegative()
    {
        const int Rounds = 100_000;
        var clock = new FakeTimeProvider();
        var meter = new ThroughputMeter(clock);

        Threads.Run(
            writer =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    meter.Mark();
                    meter.Mark(2);
                    if (round % 1_000 == writer)
                    {
                        Assert.True(meter.RateOver(TimeSpan.FromSeconds(2)).Count >= 0);
                    }
                }
            },
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(10));
                var snapshot = meter.Sample();
                Assert.InRange(snapshot.LastSecond.Count, 0, snapshot.Total);
            });

        Assert.Equal(Threads.Writers * Rounds * 3, meter.Total);
        Assert.Equal(meter.Total, meter.Sample().SinceStart.Count);
    }
}

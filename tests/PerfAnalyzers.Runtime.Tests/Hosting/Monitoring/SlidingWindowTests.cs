using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Hosting.Monitoring;

namespace PerfAnalyzers.Runtime.Tests.Hosting.Monitoring;

/// <summary>Against a model that forgets no reading.</summary>
public sealed class SlidingWindowTests
{
    [Fact]
    public void TheWindowIsNeverShortSeldomLongAndAlwaysSmall() =>
        Gen.Select(Gen.Int[1_000, 600_000], Gen.Frequency((5, Gen.Int[1, 500]), (3, Gen.Int[500, 30_000]), (1, Gen.Int[30_000, 900_000])).Array[1, 300]).Sample((length, steps) =>
        {
            var clock = new FakeTimeProvider();
            var window = new SlidingWindow<int>(TimeSpan.FromMilliseconds(length), clock);
            window.Restart(clock.GetTimestamp(), 0);
            List<int> readings = [0];
            var now = 0;
            foreach (var step in steps)
            {
                now += step;
                clock.Advance(TimeSpan.FromMilliseconds(step));
                var start = window.Start(clock.GetTimestamp());
                window.Add(clock.GetTimestamp(), now);

                // What is kept tells the time it was kept at.
                var best = now < length ? 0 : readings.Last(reading => reading <= now - length);
                Assert.Equal(now - start.Value, clock.GetElapsedTime(start.Timestamp).TotalMilliseconds, 3);
                Assert.InRange(start.Value, best - (length / 30) - 1, best);
                Assert.InRange(window.Kept, 1, 33);
                readings.Add(now);
            }
        });
}

using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Throughput;

/// <summary>Windows against a model that forgets no sample and searches them all.</summary>
public sealed class ThroughputWindowTests
{
    private static readonly TimeSpan[] Windows = [.. new[] { 0.05, 1, 3, 10, 60, 900 }.Select(TimeSpan.FromSeconds)];

    // Bursts of samples, steady sampling, long pauses, and all of them mixed.
    private static readonly Gen<(int Milliseconds, int Events)[]> Steps = Gen.OneOf(
        Sequence(Gen.Int[0, 50]),
        Sequence(Gen.Int[50, 3_000]),
        Sequence(Gen.Int[0, 2_000_000]),
        Sequence(Gen.Frequency((5, Gen.Int[0, 50]), (5, Gen.Int[50, 3_000]), (1, Gen.Int[0, 2_000_000]))));

    [Fact]
    public void WindowsEqualTheModel() =>
        Steps.Sample(
            steps =>
            {
                var clock = new FakeTimeProvider();
                var meter = new ThroughputMeter(clock);
                var now = TimeSpan.Zero;
                var total = 0L;
                var samples = new SortedList<TimeSpan, long> { [now] = 0 };
                foreach (var (milliseconds, events) in steps)
                {
                    meter.Mark(events);
                    total += events;
                    now += TimeSpan.FromMilliseconds(milliseconds);
                    clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                    foreach (var window in Windows)
                    {
                        Check(meter.RateOver(window), window, now, total, samples);
                    }

                    samples.TryAdd(now, total);
                }
            },
            iter: 50);

    private static Gen<(int Milliseconds, int Events)[]> Sequence(Gen<int> milliseconds) =>
        Gen.Select(milliseconds, Gen.Int[0, 100]).Array[1, 1_000];

    private static void Check(ThroughputRate rate, TimeSpan window, TimeSpan now, long total, SortedList<TimeSpan, long> samples)
    {
        // Exact: the window begins at a sample, and the events are those since.
        Assert.True(samples.TryGetValue(now - rate.Elapsed, out var before) || rate.Elapsed == TimeSpan.Zero);
        Assert.Equal(rate.Elapsed == TimeSpan.Zero ? 0 : total - before, rate.Elapsed == TimeSpan.Zero ? 0 : rate.Count);

        // Whole: never shorter than asked, unless the meter is younger. Tight: within the spacing of the best sample there was.
        var youngest = now < window ? TimeSpan.Zero : samples.Keys.Last(time => time <= now - window);
        var spacing = window <= TimeSpan.FromSeconds(10) ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1);
        Assert.InRange(rate.Elapsed, now - youngest, now - youngest + spacing);
    }
}

using Microsoft.Extensions.Time.Testing;
using PerfAnalyzers.Runtime.Throughput;

namespace PerfAnalyzers.Runtime.Tests.Throughput;

public sealed class ThroughputMeterTests
{
    private const int Rounds = 10;

    private readonly FakeTimeProvider _clock = new();
    private readonly ThroughputMeter _meter;

    public ThroughputMeterTests() => _meter = new ThroughputMeter(_clock);

    [Fact]
    public void ANewMeterHasSeenNothing()
    {
        var snapshot = _meter.Sample();

        Assert.Equal(0, snapshot.Total);
        Assert.Equal(new ThroughputRate(0, TimeSpan.Zero), snapshot.LastSecond);
        Assert.Equal((0, 0, 0), (snapshot.SinceStart.PerSecond, snapshot.PeakPerSecond, snapshot.EwmaPerSecond));
    }

    [Fact]
    public void TheFirstWindowDividesByTheTimeThatPassed()
    {
        _meter.Mark(30);
        _clock.Advance(TimeSpan.FromSeconds(3));

        var snapshot = _meter.Sample();

        Assert.Equal(new ThroughputRate(30, TimeSpan.FromSeconds(3)), snapshot.LastMinute);
        Assert.Equal(10, snapshot.LastMinute.PerSecond);
        Assert.Equal(600, snapshot.Last15Minutes.PerMinute);
        Assert.Equal(snapshot.LastMinute, snapshot.SinceStart);
    }

    [Fact]
    public void EveryWindowHasItsOwnRate()
    {
        Run(TimeSpan.FromHours(1), perSecond: 3);
        Run(TimeSpan.FromMinutes(14), perSecond: 1);
        Run(TimeSpan.FromSeconds(50), perSecond: 2);
        Run(TimeSpan.FromSeconds(9), perSecond: 10);
        Run(TimeSpan.FromSeconds(1), perSecond: 50);

        var snapshot = _meter.Sample();

        Assert.Equal(new ThroughputRate(50, TimeSpan.FromSeconds(1)), snapshot.LastSecond);
        Assert.Equal(new ThroughputRate(140, TimeSpan.FromSeconds(10)), snapshot.Last10Seconds);
        Assert.Equal(new ThroughputRate(240, TimeSpan.FromMinutes(1)), snapshot.LastMinute);
        Assert.Equal(new ThroughputRate(1_080, TimeSpan.FromMinutes(15)), snapshot.Last15Minutes);
        Assert.Equal(new ThroughputRate(60, TimeSpan.FromSeconds(2)), _meter.RateOver(TimeSpan.FromSeconds(2)));
        Assert.Equal(50, snapshot.PeakPerSecond);
        Assert.Equal(10_800 + 1_080, snapshot.Total);
    }

    [Fact]
    public void AnIdleMeterFallsToZeroAndKeepsItsPeak()
    {
        Run(TimeSpan.FromSeconds(30), perSecond: 100);
        _clock.Advance(TimeSpan.FromHours(5));

        var snapshot = _meter.Sample();

        Assert.Equal(0, snapshot.LastSecond.Count);
        Assert.Equal(0, snapshot.Last15Minutes.PerSecond);
        Assert.Equal(0, snapshot.EwmaPerSecond, 1e-9);
        Assert.Equal(100, snapshot.PeakPerSecond);
        Assert.Equal(3_000, snapshot.Total);
    }

    [Fact]
    public void EventsAfterAnUnsampledPauseCountOverTheTrueTime()
    {
        Run(TimeSpan.FromSeconds(5), perSecond: 100);
        _clock.Advance(TimeSpan.FromMinutes(10));
        _meter.Mark(600);

        Assert.Equal(new ThroughputRate(600, TimeSpan.FromMinutes(10)), _meter.RateOver(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void APeakNeedsASecond()
    {
        _meter.Mark(5);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(5, _meter.Sample().PeakPerSecond);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _meter.Mark(5);
        Assert.Equal(10, _meter.Sample().PeakPerSecond);

        _clock.Advance(TimeSpan.FromSeconds(10));
        _meter.Mark(50);
        Assert.Equal(10, _meter.Sample().PeakPerSecond);
    }

    [Fact]
    public void ASteadyRateIsItsOwnAverageFromTheStart()
    {
        for (var second = 0; second < 200; second++)
        {
            Run(TimeSpan.FromSeconds(1), perSecond: 7);
            Assert.Equal(7, _meter.Sample().EwmaPerSecond, 1e-9);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    public void AMinuteAfterAChangeTheAverageHasSeenTwoThirdsOfIt(int secondsBetweenSamples)
    {
        Run(TimeSpan.FromHours(2), perSecond: 10);
        for (var second = 0; second < 60; second += secondsBetweenSamples)
        {
            _meter.Mark(110 * secondsBetweenSamples);
            _clock.Advance(TimeSpan.FromSeconds(secondsBetweenSamples));
            _meter.Sample();
        }

        Assert.Equal(10 + (100 * (1 - Math.Exp(-1))), _meter.Sample().EwmaPerSecond, 1e-6);
    }

    [Fact]
    public void AnyTwoSnapshotsGiveTheRateBetweenThem()
    {
        var start = _meter.Sample();
        _meter.Mark(86_400);
        _clock.Advance(TimeSpan.FromDays(1));
        var dayLater = _meter.Sample();

        Assert.Equal(1, dayLater.Since(start).PerSecond);
        Assert.Equal("earlier", Assert.Throws<ArgumentException>(() => start.Since(dayLater)).ParamName);
        Assert.Equal("earlier", Assert.Throws<ArgumentNullException>(() => start.Since(null!)).ParamName);
    }

    [Fact]
    public void CountingReadsNoClockAndTakesNoMemory()
    {
        var clock = new CountingClock();
        var meter = new ThroughputMeter(clock);
        Use();
        var reads = clock.Reads;

        Assert.Equal(0, LeastAllocatedBy(Use));
        Assert.Equal(reads, clock.Reads);
        Assert.Equal((1 + Rounds) * 20_000, meter.Total);

        void Use()
        {
            for (var i = 0; i < 10_000; i++)
            {
                meter.Mark();
                meter.Mark(1);
            }
        }
    }

    [Fact]
    public void SamplingTakesNoMemoryHoweverLong()
    {
        Run(TimeSpan.FromHours(1), perSecond: 1);
        _meter.RateOver(TimeSpan.FromSeconds(30));

        Assert.Equal(0, LeastAllocatedBy(() =>
        {
            for (var second = 0; second < 1_000; second++)
            {
                _meter.RateOver(TimeSpan.FromSeconds(30));
            }
        }));
    }

    // The runtime may allocate on this thread too, for example when it compiles a method again.
    private static long LeastAllocatedBy(Action use) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        use();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => _meter.Mark(-1)).ParamName);
        foreach (var window in new[] { TimeSpan.Zero, TimeSpan.FromTicks(-1), ThroughputMeter.MaxWindow + TimeSpan.FromTicks(1), TimeSpan.MaxValue })
        {
            Assert.Equal("window", Assert.Throws<ArgumentOutOfRangeException>(() => _meter.RateOver(window)).ParamName);
        }
    }

    private void Run(TimeSpan time, int perSecond)
    {
        for (var elapsed = TimeSpan.Zero; elapsed < time; elapsed += TimeSpan.FromSeconds(1))
        {
            _meter.Mark(perSecond);
            _clock.Advance(TimeSpan.FromSeconds(1));
            _meter.Sample();
        }
    }

    private sealed class CountingClock : TimeProvider
    {
        public int Reads { get; private set; }

        public override long GetTimestamp() => ++Reads;
    }
}

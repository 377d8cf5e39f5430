using CsCheck;
using PerfAnalyzers.Runtime.Planning.Caching;

namespace PerfAnalyzers.Runtime.Tests.Planning.Caching;

public sealed class CacheLifetimeTests
{
    [Fact]
    public void AKeyReadTenTimesInItsLifetimeIsMissedOnceInEleven() =>
        Assert.Equal(10 / 11.0, CacheLifetime.HitRatio(1, TimeSpan.FromSeconds(10)), 1e-15);

    [Fact]
    public void OneUpdateInALifetimeMakes37PercentOfTheHitsStale()
    {
        Assert.Equal(Math.Exp(-1), CacheLifetime.StaleShare(0.1, TimeSpan.FromSeconds(10)), 1e-12);
        Assert.Equal(5e-9, CacheLifetime.StaleShare(1e-9, TimeSpan.FromSeconds(10)), 1e-16);
        Assert.Equal(0, CacheLifetime.StaleShare(0, TimeSpan.FromSeconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(5), CacheLifetime.MeanAge(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void ASimulationAgrees()
    {
        var random = new Random(3);
        const double Reads = 5, Updates = 0.3, Lifetime = 4;
        double now = 0, filled = double.NegativeInfinity, updated = double.NegativeInfinity, nextUpdate = -Math.Log(1 - random.NextDouble()) / Updates;
        int hits = 0, stale = 0;
        const int Count = 300_000;
        for (var i = 0; i < Count; i++)
        {
            now -= Math.Log(1 - random.NextDouble()) / Reads;
            for (; nextUpdate < now; nextUpdate -= Math.Log(1 - random.NextDouble()) / Updates)
                updated = nextUpdate;
            if (now - filled > Lifetime)
            {
                filled = now;
                continue;
            }

            hits++;
            stale += updated > filled ? 1 : 0;
        }

        Assert.Equal(CacheLifetime.HitRatio(Reads, TimeSpan.FromSeconds(Lifetime)), hits / (double)Count, 0.01);
        Assert.Equal(CacheLifetime.StaleShare(Updates, TimeSpan.FromSeconds(Lifetime)), stale / (double)hits, 0.01);
    }

    [Fact]
    public void TheLongestLifetimeKeepsToTheShare() =>
        Gen.Select(Gen.Double[-4, 3], Gen.Double[0.01, 0.99]).Sample((exponent, share) =>
        {
            var updates = Math.Pow(10, exponent);

            var lifetime = CacheLifetime.LongestFor(updates, share);

            Assert.Equal(share, CacheLifetime.StaleShare(updates, lifetime), 0.001);
        });

    [Fact]
    public void AStampedeLoadsOncePerReadDuringTheLoad()
    {
        Assert.Equal(101, CacheLifetime.StampedeFactor(1_000, TimeSpan.FromMilliseconds(100)), 1e-9);
        Assert.Equal(1, CacheLifetime.StampedeFactor(0, TimeSpan.FromSeconds(1)));

        var random = new Random(11);
        double loads = 0;
        const int Expiries = 20_000;
        for (var i = 0; i < Expiries; i++)
            for (double at = 0; at < 0.02; at -= Math.Log(1 - random.NextDouble()) / 200)
                loads++;
        Assert.Equal(CacheLifetime.StampedeFactor(200, TimeSpan.FromMilliseconds(20)), loads / Expiries, 0.1);
    }

    [Fact]
    public void HostileArgumentsAreNamed()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Equal("readsPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => CacheLifetime.HitRatio(-1, second)).ParamName);
        Assert.Equal("lifetime", Assert.Throws<ArgumentOutOfRangeException>(() => CacheLifetime.HitRatio(1, -second)).ParamName);
        Assert.Equal("updatesPerSecond", Assert.Throws<ArgumentOutOfRangeException>(() => CacheLifetime.StaleShare(double.NaN, second)).ParamName);
        Assert.Equal("maxStaleShare", Assert.Throws<ArgumentOutOfRangeException>(() => CacheLifetime.LongestFor(1, 1)).ParamName);
        Assert.Equal("maxStaleShare", Assert.Throws<ArgumentOutOfRangeException>(() => CacheLifetime.LongestFor(1, double.NaN)).ParamName);
        Assert.Equal("loadTime", Assert.Throws<ArgumentOutOfRangeException>(() => CacheLifetime.StampedeFactor(1, -second)).ParamName);
        Assert.Equal(1, CacheLifetime.HitRatio(double.MaxValue, TimeSpan.MaxValue));
    }
}

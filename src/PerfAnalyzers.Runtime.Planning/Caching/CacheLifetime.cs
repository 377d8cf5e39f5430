
namespace PerfAnalyzers.Runtime.Planning.Caching;

/// <summary>
/// What a fixed lifetime (time to live, from the fill) does to one key: the more reads it serves, the older they are. Reads and
/// updates come at random (Poisson) and independent of each other.
/// </summary>
public static class CacheLifetime
{
    /// <summary>
    /// Hit ratio of a key: a miss, then rate * lifetime hits until it expires, so rT / (1 + rT) (Jung, Berger and Balakrishnan,
    /// "Modeling TTL-based Internet Caches", 2003).
    /// </summary>
    /// <param name="readsPerSecond">Reads of the key; zero or more.</param>
    /// <param name="lifetime">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double HitRatio(double readsPerSecond, TimeSpan lifetime)
    {
        var hits = Checked.NotNegative(readsPerSecond) * Checked.NotNegative(lifetime).TotalSeconds;
        return double.IsInfinity(hits) ? 1 : hits / (1 + hits);
    }

    /// <summary>
    /// Share of the hits that get an outdated value. The age at a hit is anything from zero to the lifetime T alike, and a value of
    /// age a is outdated with probability 1 - e^(-ua), so the share is 1 - (1 - e^(-uT)) / (uT).
    /// </summary>
    /// <param name="updatesPerSecond">Changes of the value in the store that do not reach the cache; zero or more.</param>
    /// <param name="lifetime">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double StaleShare(double updatesPerSecond, TimeSpan lifetime)
    {
        var updates = Checked.NotNegative(updatesPerSecond) * Checked.NotNegative(lifetime).TotalSeconds;

        // Below a millionth the difference is rounded away; the series begins with x / 2.
        return updates < 1e-6 ? updates / 2 : 1 - ((1 - Math.Exp(-updates)) / updates);
    }

    /// <summary>Mean age of the value at a hit: half of the lifetime. The oldest is the lifetime itself.</summary>
    /// <param name="lifetime">Zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is negative.</exception>
    public static TimeSpan MeanAge(TimeSpan lifetime) => Checked.NotNegative(lifetime) / 2;

    /// <summary>The longest lifetime at which no more than a share of the hits is outdated.</summary>
    /// <param name="updatesPerSecond">Changes of the value in the store; more than zero.</param>
    /// <param name="maxStaleShare">More than 0 and less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static TimeSpan LongestFor(double updatesPerSecond, double maxStaleShare)
    {
        Checked.Positive(updatesPerSecond);
        if (!(maxStaleShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(maxStaleShare), maxStaleShare, "Must be a number between 0 and 1.");
        }

        // The share grows with the lifetime, and 1 - 1/x is below it, which gives the upper end.
        double low = 0, high = TimeSpan.MaxValue.TotalSeconds / 2;
        high = Math.Min(high, 1 / (1 - maxStaleShare) / updatesPerSecond);
        for (var i = 0; i < 200 && low < high; i++)
        {
            var middle = (low + high) / 2;
            if (StaleShare(updatesPerSecond, Checked.Duration(middle)) <= maxStaleShare)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Checked.Duration(low);
    }

    /// <summary>
    /// Loads of the store that the expiry of one key causes when every caller loads by itself (a stampede): the first, and every
    /// read that comes until its value is filled, 1 + rate * load time. With stampede protection (HybridCache, Lazy) it is 1.
    /// Measured with 100 concurrent misses on .NET 10: IMemoryCache.GetOrCreateAsync ran the load 100 times, HybridCache once.
    /// </summary>
    /// <param name="readsPerSecond">Reads of the key; zero or more.</param>
    /// <param name="loadTime">Time to load and fill; zero or more. Under the stampede itself it grows, and the factor with it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double StampedeFactor(double readsPerSecond, TimeSpan loadTime) =>
        1 + (Checked.NotNegative(readsPerSecond) * Checked.NotNegative(loadTime).TotalSeconds);
}

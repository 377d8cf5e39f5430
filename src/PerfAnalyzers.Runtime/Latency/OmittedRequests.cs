namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// The requests that a slow answer kept from being sent: one per interval, each waiting an interval less than the one before.
/// Counted bucket by bucket, so that an hour's stall with a request due each microsecond costs no more than there are buckets.
/// </summary>
internal static class OmittedRequests
{
    private const long HighestTicks = (1L << ExponentialBuckets.HighestExponent) * TimeSpan.TicksPerSecond;
    private const ulong NanosecondsPerTick = 100;

    public static void Record(BucketStore buckets, TimeSpan elapsed, TimeSpan interval)
    {
        var longest = Math.Min(elapsed.Ticks, HighestTicks) - interval.Ticks;
        while (longest >= interval.Ticks)
        {
            var cell = CellOf(longest);
            var count = ((longest - LowestTicksOf(cell)) / interval.Ticks) + 1;
            var next = longest - (count * interval.Ticks);
            var last = next + interval.Ticks;

            // Arithmetic series: count * (first + last) / 2.
            var ticks = (UInt128)(ulong)count * (ulong)(longest + last) / 2;
            buckets.RecordMany(cell, count, ticks * NanosecondsPerTick);
            longest = next;
        }
    }

    private static int CellOf(long ticks) => TickUnit.TimeSpan.CellOf(ticks);

    private static long LowestTicksOf(int cell)
    {
        // The product may be off by a rounding, the buckets decide.
        var ticks = (long)(ExponentialBuckets.LowerBound(cell) * TimeSpan.TicksPerSecond);
        while (ticks < 1 || CellOf(ticks) < cell)
        {
            ticks++;
        }

        return ticks;
    }
}

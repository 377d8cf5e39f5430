namespace PerfAnalyzers.Runtime.Planning.TradeOffs;

/// <summary>
/// What the usual optimisations do to latency and throughput, with measured figures and the point where each turns round. Figures
/// are ratios to learn from, not promises: measure your own.
/// </summary>
public static class TradeOffCatalogue
{
    internal const string Measurements =
        "PerfAnalyzers measurements, November 2026: .NET 10 on 2 shared cores (Linux, KVM); "
        + "PostgreSQL 15, Npgsql 10, EF Core 10 and Redis 7 over a link of 2.4 ms round trip unless stated";

    /// <summary>Every optimisation once.</summary>
    public static IReadOnlyList<TradeOff> All { get; } =
    [
        new(
            Optimization.Batching,
            "Longer by the time a batch takes to fill, (n - 1) / (2 rate), below the saturation of single calls; "
            + "far shorter above it. None where batches are only what is already waiting.",
            "n / (call + n * item) in place of 1 / (call + item).",
            "The rate is below the one at which the queue before single calls costs as much as filling a batch.",
            nameof(BatchingCandidate) + "." + nameof(BatchingCandidate.FlipRate),
            [
                new("1,000 rows per second inserted in batches of 10 (NpgsqlBatch), p50 of a row", 1256, 7.6, "ms"),
                new("The same in batches of 200", 1256, 108, "ms"),
                new("Capacity of the same with batches of 200", 414, 19_899, "rows/s"),
                new("200 inserts: one by one, one batch", 1203, 11.7, "ms"),
                new("500 Redis reads: awaited one by one, one MGET", 1390, 3.1, "ms"),
            ]),
        new(
            Optimization.Caching,
            "A hit costs the lookup; a miss costs lookup, load and fill, so more than without a cache.",
            "The store carries 1 / (misses + writes) times the operations.",
            "Hit ratio below (lookup + fill) / (read + fill); higher with writes. Values are older by up to their lifetime.",
            nameof(CachingCandidate) + "." + nameof(CachingCandidate.FlipHitRatio),
            [
                new("Loads for 100 concurrent misses of a key: IMemoryCache, HybridCache", 100, 1, "loads"),
            ]),
        new(
            Optimization.Pooling,
            "Saves making the resource on each use; adds the wait for a free one.",
            "At most size / hold time.",
            "The pool is so small that the mean wait (M/M/c) exceeds the time to make one.",
            nameof(PoolingCandidate) + "." + nameof(PoolingCandidate.FlipSize),
            [
                new("Open and query: a data source per operation, a shared one", 36.3, 2.67, "ms"),
                new("HTTPS request on loopback: HttpClient per call, a shared one", 5.818, 0.15, "ms")
                {
                    Source = Measurements + "; https on loopback, the shared client over http",
                },
                new("Redis read: multiplexer per operation, a shared one", 21, 2.7, "ms"),
            ]),
        new(
            Optimization.Compression,
            "Longer by the CPU time, shorter by the bytes saved over the rate of the link.",
            "The link carries 1 / (share left) times the payloads; a core compresses 1 / time of them.",
            "The link is faster than bits saved / time to compress and decompress.",
            nameof(CompressionCandidate) + "." + nameof(CompressionCandidate.FlipRate),
            [
                new("57 kB of JSON, Brotli fastest, 0.42 ms", 57, 14.3, "kB"),
                new("57 kB of JSON, Brotli optimal, 0.62 ms", 57, 13.7, "kB"),
                new("57 kB of JSON, Brotli smallest size, 108.7 ms", 57, 11.3, "kB"),
            ]),
        new(
            Optimization.Asynchrony,
            "A few percent longer when idle; shorter by the wait for a thread when loaded.",
            "cores / CPU time in place of threads / (CPU time + wait).",
            "There are cores * (1 + wait / CPU time) threads or more, or nothing waits.",
            nameof(AsynchronyCandidate) + "." + nameof(AsynchronyCandidate.FlipThreads),
            [
                new("HTTP, 100 connections, 50 ms wait: Thread.Sleep, await Task.Delay", 98, 1_649, "requests/s"),
                new("The same: Result, await", 4, 1_633, "requests/s"),
                new("The same: Result, await, p50", 22_823, 55, "ms"),
                new("HTTP, body of 5 kB sent slowly: read blocking, awaited", 9, 1_341, "requests/s"),
            ]),
        new(
            Optimization.Concurrency,
            "Independent calls side by side take as long as the longest; more load on one thing makes each call longer.",
            "Grows with concurrency up to the peak of the system, then falls.",
            "Concurrency beyond the peak sqrt((1 - sigma) / kappa).",
            nameof(ConcurrencyCandidate) + "." + nameof(ConcurrencyCandidate.FlipConcurrency),
            [
                new("HTTP, three waits of 50 ms: one after the other, Task.WhenAll, p50", 161, 54, "ms"),
                new("3,000 calls of 50 ms: unbounded, 256 at a time, p99 of a call", 350, 78, "ms"),
                new("3,000 calls of 50 ms: one after the other, 64 at a time", 19, 1_200, "calls/s"),
                new("Each request holds one lock for 1 ms, and a request beside it without", 776, 15_064, "requests/s"),
            ]),
        new(
            Optimization.SplitQueries,
            "A round trip more for each collection; no rows multiplied by each other.",
            "The database sends the sum of the collections in place of their product.",
            "The round trip is longer than (rows joined - rows split) * time per row / collections.",
            nameof(SplitQueryCandidate) + "." + nameof(SplitQueryCandidate.FlipRoundTrip),
            [
                new("200 entities with two collections of 10 each: joined, AsSplitQuery", 380, 37, "ms"),
                new("The same over loopback", 341, 18, "ms"),
            ]),
    ];

    /// <summary>One of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not a defined optimisation.</exception>
    public static TradeOff Of(Optimization kind) =>
        All.FirstOrDefault(tradeOff => tradeOff.Kind == kind)
        ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "Must be a defined optimisation.");
}

using System.IO.Compression;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Batching;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>
/// The settings that trade latency for throughput, in one place. Take a preset and change what differs:
/// <c>PerformanceProfile.Throughput with { MaxBatchSize = 500 }</c>. Immutable; validated where it is used.
/// </summary>
public sealed record PerformanceProfile
{
    /// <summary>
    /// Short answers first: batches only of what is already waiting, a short queue (who cannot be served soon is refused soon),
    /// and no compression, which costs 0.42 ms for 57 kB of JSON (Brotli, fastest; measured on .NET 10).
    /// </summary>
    public static PerformanceProfile Latency { get; } = new()
    {
        Name = "Latency",
        MaxBatchSize = 10,
        MaxBatchDelay = TimeSpan.Zero,
        MaxConcurrency = 16,
        QueueLimit = 100,
        CacheLifetime = TimeSpan.FromMinutes(5),
        PoolSize = 16,
        Compression = CompressionLevel.NoCompression,
    };

    /// <summary>Batches that wait 2 ms at most, and compression at the level that takes 75 % of the bytes for the least CPU.</summary>
    public static PerformanceProfile Balanced { get; } = new()
    {
        Name = "Balanced",
        MaxBatchSize = 50,
        MaxBatchDelay = TimeSpan.FromMilliseconds(2),
        MaxConcurrency = 32,
        QueueLimit = 1_000,
        CacheLifetime = TimeSpan.FromMinutes(1),
        PoolSize = 32,
        Compression = CompressionLevel.Fastest,
    };

    /// <summary>
    /// Full batches and long queues. Still the fastest compression: the next level costs half as much CPU again for 1 % of the
    /// bytes, and the smallest size 255 times as much for a fifth of what is left (Brotli on 57 kB of JSON; measured on .NET 10).
    /// </summary>
    public static PerformanceProfile Throughput { get; } = new()
    {
        Name = "Throughput",
        MaxBatchSize = 200,
        MaxBatchDelay = TimeSpan.FromMilliseconds(20),
        MaxConcurrency = 64,
        QueueLimit = 10_000,
        CacheLifetime = TimeSpan.FromMinutes(10),
        PoolSize = 64,
        Compression = CompressionLevel.Fastest,
    };

    /// <summary>The three presets: latency, balanced, throughput.</summary>
    public static IReadOnlyList<PerformanceProfile> Presets { get; } = [Latency, Balanced, Throughput];

    /// <summary>A name for logs and reports.</summary>
    public required string Name { get; init; }

    /// <summary>Requests in one batch at most, where the handler takes batches; 1 or more.</summary>
    public required int MaxBatchSize { get; init; }

    /// <summary>
    /// How old the oldest request of a batch may become before the batch is handed over though not full; zero hands over as
    /// soon as a handler is free. Zero to <see cref="BatchProcessorOptions.LongestDelay"/>.
    /// </summary>
    public required TimeSpan MaxBatchDelay { get; init; }

    /// <summary>Handler calls at the same time at most; 1 or more.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>Requests that wait for a handler at most, further ones are refused; at least <see cref="MaxBatchSize"/>.</summary>
    public required int QueueLimit { get; init; }

    /// <summary>How long results are cached; zero for not at all.</summary>
    public required TimeSpan CacheLifetime { get; init; }

    /// <summary>
    /// Connections or other pooled resources, one for each handler call; 1 or more. The smaller of this and
    /// <see cref="MaxConcurrency"/> limits the calls, so that requests wait in the pipeline, where waiting is measured, and not in
    /// the pool.
    /// </summary>
    public required int PoolSize { get; init; }

    /// <summary>How results are compressed; <see cref="CompressionLevel.NoCompression"/> for not at all.</summary>
    public required CompressionLevel Compression { get; init; }

    /// <summary>Handler calls at the same time: the smaller of <see cref="MaxConcurrency"/> and <see cref="PoolSize"/>.</summary>
    public int EffectiveConcurrency => Math.Min(MaxConcurrency, PoolSize);

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range; the message names it and the range.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(Name), Name, "not empty");
        Require(MaxBatchSize >= 1, MaxBatchSize, "1 or more");
        Require(
            MaxBatchDelay >= TimeSpan.Zero && MaxBatchDelay <= BatchProcessorOptions.LongestDelay, MaxBatchDelay, "from zero to 24.8 days");
        Require(MaxConcurrency >= 1, MaxConcurrency, "1 or more");
        Require(QueueLimit >= MaxBatchSize, QueueLimit, FormattableString.Invariant($"at least MaxBatchSize ({MaxBatchSize})"));
        Require(CacheLifetime >= TimeSpan.Zero, CacheLifetime, "zero or more");
        Require(PoolSize >= 1, PoolSize, "1 or more");
        Require(
            Compression is >= CompressionLevel.Optimal and <= CompressionLevel.SmallestSize, Compression,
            "Optimal, Fastest, NoCompression or SmallestSize");
    }

    private static void Require<T>(bool holds, T value, string range, [CallerArgumentExpression(nameof(value))] string? property = null)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(property, value, $"{property} must be {range}.");
        }
    }
}

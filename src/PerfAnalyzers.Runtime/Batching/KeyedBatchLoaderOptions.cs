namespace PerfAnalyzers.Runtime.Batching;

/// <summary>How a <see cref="KeyedBatchLoader{TKey, TValue}"/> loads. Checked when a loader is made from it.</summary>
public sealed record KeyedBatchLoaderOptions
{
    /// <summary>
    /// The most keys in one batch, at least 1. Databases limit the parameters of a statement: SQL Server to 2,100, SQLite to
    /// 32,766 and PostgreSQL to 65,535.
    /// </summary>
    public int MaxBatchSize { get; init; } = 1_000;

    /// <summary>
    /// The most batches loaded at the same time, at least 1. With the default, 1, a load function may use what is not safe for
    /// concurrent use, such as a DbContext of its own.
    /// </summary>
    public int MaxConcurrency { get; init; } = 1;

    internal BatchProcessorOptions ForProcessor() => new()
    {
        MaxBatchSize = MaxBatchSize,
        MaxConcurrency = MaxConcurrency,
        Capacity = int.MaxValue,
    };
}

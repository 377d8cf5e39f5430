using System.IO.Compression;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>The steps of a <see cref="PerformancePipeline{TRequest, TResult}"/> that depend on what requests and results are.</summary>
public sealed record PerformancePipelineOptions<TRequest, TResult>
{
    /// <summary>The cache before the handler; without one results are not cached.</summary>
    public PipelineCache<TRequest, TResult>? Cache { get; init; }

    /// <summary>
    /// Compresses a result at the level of the profile, after the handler and before the cache, so that a cached result is
    /// compressed once. Without one, and at <see cref="CompressionLevel.NoCompression"/>, results are not compressed. For byte
    /// arrays: <see cref="BrotliPayload.Compress"/>.
    /// </summary>
    public Func<TResult, CompressionLevel, TResult>? Compress { get; init; }
}

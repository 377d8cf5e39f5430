using System.Threading.RateLimiting;

namespace PerfAnalyzers.Runtime.RateLimiting;

/// <summary>
/// A lease of an <see cref="AdaptiveConcurrencyLimiter"/>. It is held while the request is processed: the time from acquiring to
/// disposing is the latency from which the limit is found. All members are safe to call from any thread.
/// </summary>
public sealed class AdaptiveConcurrencyLease : RateLimitLease
{
    private readonly string? _reason;
    private AdaptiveConcurrencyLimiter? _limiter;

    internal AdaptiveConcurrencyLease(AdaptiveConcurrencyLimiter limiter, int permits, long startTimestamp, int epoch)
    {
        _limiter = limiter;
        Permits = permits;
        StartTimestamp = startTimestamp;
        Epoch = epoch;
        IsAcquired = true;
    }

    internal AdaptiveConcurrencyLease(string? reason) => _reason = reason;

    /// <inheritdoc/>
    public override bool IsAcquired { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => _reason is null ? [] : [MetadataName.ReasonPhrase.Name];

    internal int Permits { get; }

    internal long StartTimestamp { get; }

    /// <summary>In which state of the limiter it was acquired.</summary>
    internal int Epoch { get; }

    internal bool IsOverload { get; private set; }

    internal bool IsIgnored { get; private set; }

    /// <summary>
    /// The server refused the request or timed out: the limit falls, whatever the latency. A refusal is fast, and would be taken
    /// for good latency.
    /// </summary>
    public void ReportOverload() => IsOverload = IsAcquired;

    /// <summary>The latency of this request says nothing about load, for example because the caller gave up or validation failed.</summary>
    public void Ignore() => IsIgnored = IsAcquired;

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.ReasonPhrase.Name ? _reason : null;
        return metadata is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Interlocked.Exchange(ref _limiter, null)?.Release(this);
}

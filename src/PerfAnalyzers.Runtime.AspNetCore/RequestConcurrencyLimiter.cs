using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using PerfAnalyzers.Runtime.RateLimiting;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>One limiter for all requests, whose leases can be found from the requests and learn from their answers.</summary>
internal sealed class RequestConcurrencyLimiter(AdaptiveConcurrencyLimiter limiter) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => limiter.GetStatistics();

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
        Known(resource, limiter.AttemptAcquire(permitCount));

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        Known(resource, await limiter.AcquireAsync(permitCount, cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing) => limiter.Dispose();

    protected override ValueTask DisposeAsyncCore() => limiter.DisposeAsync();

    private static RateLimitLease Known(HttpContext context, RateLimitLease lease)
    {
        if (lease is not AdaptiveConcurrencyLease { IsAcquired: true } acquired)
        {
            return lease;
        }

        context.Features.Set(acquired);
        return new RequestLease(acquired, context);
    }

    private sealed class RequestLease(AdaptiveConcurrencyLease lease, HttpContext context) : RateLimitLease
    {
        public override bool IsAcquired => lease.IsAcquired;

        public override IEnumerable<string> MetadataNames => lease.MetadataNames;

        public override bool TryGetMetadata(string metadataName, out object? metadata) => lease.TryGetMetadata(metadataName, out metadata);

        protected override void Dispose(bool disposing)
        {
            switch (context.Response.StatusCode)
            {
                case StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout:
                    lease.ReportOverload();
                    break;
                case >= StatusCodes.Status500InternalServerError:
                    lease.Ignore();
                    break;
            }

            lease.Dispose();
        }
    }
}

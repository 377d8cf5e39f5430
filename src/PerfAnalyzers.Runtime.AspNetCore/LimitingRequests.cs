using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using PerfAnalyzers.Runtime.RateLimiting;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>Puts an <see cref="AdaptiveConcurrencyLimiter"/> in front of requests.</summary>
public static class AdaptiveConcurrencyLimiterExtensions
{
    /// <summary>
    /// The limiter as the <c>GlobalLimiter</c> of the rate limiting middleware, for all requests together:
    /// <c>options.GlobalLimiter = new AdaptiveConcurrencyLimiter().ForRequests();</c>
    /// <para>
    /// It learns from the answers too: a request answered with 429, 503 or 504 counts as overload, one with another 5xx is ignored, for a
    /// failure is fast and says nothing about load. An endpoint that knows better finds its lease by
    /// <c>context.Features.Get&lt;AdaptiveConcurrencyLease&gt;()</c>.
    /// </para>
    /// </summary>
    /// <param name="limiter">The limiter; disposed with what is returned.</param>
    /// <exception cref="ArgumentNullException"><paramref name="limiter"/> is null.</exception>
    public static PartitionedRateLimiter<HttpContext> ForRequests(this AdaptiveConcurrencyLimiter limiter)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        return new RequestConcurrencyLimiter(limiter);
    }
}

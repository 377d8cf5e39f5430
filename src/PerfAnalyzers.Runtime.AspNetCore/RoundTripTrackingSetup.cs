using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PerfAnalyzers.Runtime.AspNetCore.Tracking;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the counting of round trips to an application.</summary>
public static class RoundTripTrackingServiceCollectionExtensions
{
    /// <summary>
    /// Counts the round trips of every request to databases and services. A request that makes the same one more than
    /// <see cref="RoundTripTrackingOptions.MaxRepetitions"/> times is logged as a warning, with file and line of the caller; the counts are
    /// in the instrument <c>http.server.request.round_trips</c>, and by route on the dashboard. Which libraries are heard is said at
    /// <see cref="PerfAnalyzers.Runtime.Tracking.RoundTrips"/>.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Changes the options; <see langword="null"/> for the defaults. One outside its range is refused when the
    /// host starts.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddRoundTripTracking(
        this IServiceCollection services, Action<RoundTripTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddOptions<RoundTripTrackingOptions>().Configure(configure ?? (static _ => { }));
        services.TryAddSingleton<RequestRoundTrips>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RoundTripTrackingFilter>());
        return services;
    }
}

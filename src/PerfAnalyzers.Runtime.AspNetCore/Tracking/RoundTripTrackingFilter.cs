using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace PerfAnalyzers.Runtime.AspNetCore.Tracking;

/// <summary>Puts the counting before everything else that a request goes through.</summary>
internal sealed class RoundTripTrackingFilter(RequestRoundTrips roundTrips) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use(rest => context => roundTrips.InvokeAsync(context, rest));
        next(application);
    };
}

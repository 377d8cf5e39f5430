using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PerfAnalyzers.Runtime.AspNetCore.Dashboard;

/// <summary>Says so, once, where everybody can read the dashboard of an application in production.</summary>
internal static partial class DashboardExposure
{
    public static void WarnOf(IEndpointConventionBuilder endpoints, IServiceProvider services, string pattern)
    {
        if (services.GetService<IHostEnvironment>()?.IsProduction() != true
            || services.GetService<ILoggerFactory>()?.CreateLogger(typeof(PerfMetrics).FullName!) is not { } logger)
        {
            return;
        }

        var told = 0;
        endpoints.Finally(endpoint =>
        {
            var isProtected = endpoint.Metadata.Any(static item => item is IAuthorizeData or AuthorizationPolicy)
                || services.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null;
            if (!isProtected && Interlocked.Exchange(ref told, 1) == 0)
            {
                LogOpen(logger, pattern);
            }
        });
    }

    [LoggerMessage(
        EventId = 1,
        EventName = "DashboardIsOpen",
        Level = LogLevel.Warning,
        Message = "The performance dashboard at {Pattern} is open to everybody; call MapPerfDashboard(...).RequireAuthorization(...)")]
    private static partial void LogOpen(ILogger logger, string pattern);
}

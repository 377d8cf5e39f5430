using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>Samples the monitor as long as the host runs.</summary>
internal sealed class PerfMetricsSampler(PerfMetrics metrics, IServiceProvider services) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(metrics.SampleInterval, services.GetService<TimeProvider>() ?? TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            metrics.Monitor.Sample();
        }
    }
}

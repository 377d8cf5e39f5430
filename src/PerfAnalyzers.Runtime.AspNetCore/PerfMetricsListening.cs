using Microsoft.Extensions.Hosting;

namespace PerfAnalyzers.Runtime.AspNetCore;

/// <summary>Has <see cref="PerfMetrics"/> made when the host starts, before the first request, though nobody may ask for it.</summary>
internal sealed class PerfMetricsListening(PerfMetrics metrics) : IHostedService
{
    public PerfMetrics Metrics { get; } = metrics;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

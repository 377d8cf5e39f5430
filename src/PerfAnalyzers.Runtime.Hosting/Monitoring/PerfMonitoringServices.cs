using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.Hosting.Monitoring;
using PerfAnalyzers.Runtime.Latency;
using PerfAnalyzers.Runtime.Throughput;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds monitoring to a host.</summary>
public static class PerfMonitoringServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="PerformanceMonitor"/>, sampled by a hosted service at <see cref="PerfMonitoringOptions.Interval"/>.
    /// Alerts go to the log, and to every <see cref="IAlertSink"/> among the services. Calling it again only adds the
    /// configuration. A <see cref="TimeProvider"/> among the services is used as the clock.
    /// </summary>
    /// <remarks>
    /// Series are added by <see cref="AddLatencySeries"/> and <see cref="AddThroughputSeries"/>, or at any time by the <c>Add</c>
    /// methods of the <see cref="PerformanceMonitor"/>, which is a service.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options; <see langword="null"/> for the defaults, without alerts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="OptionsValidationException">On start of the host: options or rules are not valid.</exception>
    public static IServiceCollection AddPerfMonitoring(this IServiceCollection services, Action<PerfMonitoringOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PerfMonitoringOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PerfMonitoringOptions>, PerfMonitoringOptionsValidator>());
        services.TryAddSingleton(CreateMonitor);
        services.TryAddSingleton(CreateDispatcher);
        services.AddHostedService<PerfMonitoringService>();
        return services;
    }

    /// <summary>
    /// Adds a <see cref="LatencyRecorder"/> as the keyed service <paramref name="name"/> and has the monitor watch it under that
    /// name. Calling it again with the same name changes nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">
    /// Key of the recorder and name of the series: <c>[FromKeyedServices("checkout")] LatencyRecorder recorder</c>.
    /// </param>
    /// <param name="options">How the recorder records; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or the name of a series of another kind.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddLatencySeries(
        this IServiceCollection services, string name, LatencyHistogramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSeries(new PerfSeries(
            name,
            typeof(LatencyRecorder),
            (provider, monitor) => monitor.Add(name, provider.GetRequiredKeyedService<LatencyRecorder>(name))));
        services.TryAddKeyedSingleton(name, (provider, _) => new LatencyRecorder(options, provider.GetService<TimeProvider>()));
        return services;
    }

    /// <summary>
    /// Adds a <see cref="ThroughputMeter"/> as the keyed service <paramref name="name"/> and has the monitor watch it under that
    /// name. Calling it again with the same name changes nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Key of the meter and name of the series.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or the name of a series of another kind.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddThroughputSeries(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSeries(new PerfSeries(
            name,
            typeof(ThroughputMeter),
            (provider, monitor) => monitor.Add(name, provider.GetRequiredKeyedService<ThroughputMeter>(name))));
        services.TryAddKeyedSingleton(name, (provider, _) => new ThroughputMeter(provider.GetService<TimeProvider>()));
        return services;
    }

    private static void AddSeries(this IServiceCollection services, PerfSeries series)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(series.Name, "name");
        var known = services
            .Where(descriptor => descriptor.ServiceType == typeof(PerfSeries))
            .Select(descriptor => (PerfSeries)descriptor.ImplementationInstance!)
            .FirstOrDefault(other => other.Name == series.Name);
        if (known is not null && known.Kind != series.Kind)
        {
            throw new ArgumentException($"There is a series named '{series.Name}' already, which is a {known.Kind.Name}.", "name");
        }

        if (known is null)
        {
            services.AddSingleton(series);
        }
    }

    private static PerformanceMonitor CreateMonitor(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<PerfMonitoringOptions>>().Value;
        var monitor = new PerformanceMonitor(options.ForMonitor(), provider.GetService<TimeProvider>());
        foreach (var series in provider.GetServices<PerfSeries>())
        {
            series.AddTo(provider, monitor);
        }

        return monitor;
    }

    private static AlertDispatcher CreateDispatcher(IServiceProvider provider) => new(
        provider.GetServices<IAlertSink>(),
        new AlertDispatcherOptions { Timeout = provider.GetRequiredService<IOptions<PerfMonitoringOptions>>().Value.SinkTimeout },
        provider.GetService<TimeProvider>());
}

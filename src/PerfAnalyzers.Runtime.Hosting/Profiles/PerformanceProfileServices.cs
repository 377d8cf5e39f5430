using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PerfAnalyzers.Runtime.Hosting.Profiles;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds profiles from configuration.</summary>
public static class PerformanceProfileServiceCollectionExtensions
{
    /// <summary>
    /// Binds <see cref="PerformanceProfile"/> to a section, as <see cref="IOptionsMonitor{TOptions}"/> and the other options
    /// interfaces. The section names a preset and what differs from it:
    /// <code>{ "Profile": "Throughput", "MaxBatchSize": 500, "MaxBatchDelay": "00:00:00.005", "Compression": "Optimal" }</code>
    /// An unknown key, a value that cannot be read or is out of its range stops the application at its start, with an
    /// <see cref="OptionsValidationException"/>. When the section changes to something invalid later, the last valid profile stays
    /// in force and an error is logged.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section; watched for changes as far as its provider reloads.</param>
    /// <param name="name">The name of the options; by default that of <see cref="IOptionsMonitor{TOptions}.CurrentValue"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="section"/> is null.</exception>
    public static IServiceCollection AddPerformanceProfile(
        this IServiceCollection services, IConfigurationSection section, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        name ??= Options.Options.DefaultName;
        services.AddSingleton(new PerformanceProfileSource(name, section));
        services.AddSingleton<IOptionsChangeTokenSource<PerformanceProfile>>(
            new ConfigurationChangeTokenSource<PerformanceProfile>(name, section));
        services.TryAddSingleton<IOptionsFactory<PerformanceProfile>, PerformanceProfileFactory>();
        services.AddOptions<PerformanceProfile>(name).ValidateOnStart();
        return services;
    }
}

using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>Pipelines that follow a configured profile, and use a cache.</summary>
public static class PerformancePipelineExtensions
{
    /// <summary>Applies the configured profile now and whenever it changes.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="profiles">The profiles, as bound by <see
    /// cref="PerformanceProfileServiceCollectionExtensions.AddPerformanceProfile"/>.</param>
    /// <param name="name">The name of the options; by default that of <see cref="IOptionsMonitor{TOptions}.CurrentValue"/>.</param>
    /// <returns>Dispose it to follow no longer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pipeline"/> or <paramref name="profiles"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public static IDisposable Follow<TRequest, TResult>(
        this PerformancePipeline<TRequest, TResult> pipeline,
        IOptionsMonitor<PerformanceProfile> profiles,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(profiles);
        name ??= Options.DefaultName;

        // In this order, or a change between the two would be missed.
        var following = profiles.OnChange((profile, changed) =>
        {
            if ((changed ?? Options.DefaultName) == name)
            {
                TryApply(pipeline, profile);
            }
        });
        pipeline.Apply(profiles.Get(name));
        return following ?? NothingToFollow.Instance;
    }

    /// <summary>This cache as that of a pipeline, with the lifetime of the profile in force.</summary>
    /// <param name="cache">The cache; it joins concurrent loads of a key.</param>
    /// <param name="keyOf">The key of a request; equal for requests with the same result and for no others.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static PipelineCache<TRequest, TResult> ForPipeline<TRequest, TResult>(this HybridCache cache, Func<TRequest, string> keyOf)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return new PipelineCache<TRequest, TResult>(
            keyOf,
            (key, lifetime, load, token) => cache.GetOrCreateAsync(
                key,
                load,
                static (load, token) => load(token),
                new HybridCacheEntryOptions { Expiration = lifetime, LocalCacheExpiration = lifetime },
                cancellationToken: token));
    }

    // A change that comes while the pipeline is shut down has nobody to tell.
    private static void TryApply<TRequest, TResult>(PerformancePipeline<TRequest, TResult> pipeline, PerformanceProfile profile)
    {
        try
        {
            pipeline.Apply(profile);
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private sealed class NothingToFollow : IDisposable
    {
        public static readonly NothingToFollow Instance = new();

        public void Dispose()
        {
        }
    }
}

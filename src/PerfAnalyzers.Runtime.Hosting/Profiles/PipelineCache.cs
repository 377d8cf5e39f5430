namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>The cache of a <see cref="PerformancePipeline{TRequest, TResult}"/>: whichever one the application has. Immutable.</summary>
public sealed class PipelineCache<TRequest, TResult>
{
    /// <summary>A cache of results.</summary>
    /// <param name="keyOf">The key of a request; equal for requests with the same result and for no others.</param>
    /// <param name="getOrCreate">
    /// The cache's get-or-create: it gets the key, the lifetime of the profile in force, and the load to run when there is no
    /// value. A cache that joins concurrent loads of a key, as HybridCache does, protects the handler from stampedes.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public PipelineCache(
        Func<TRequest, string> keyOf,
        Func<string, TimeSpan, Func<CancellationToken, ValueTask<TResult>>, CancellationToken, ValueTask<TResult>> getOrCreate)
    {
        ArgumentNullException.ThrowIfNull(keyOf);
        ArgumentNullException.ThrowIfNull(getOrCreate);
        KeyOf = keyOf;
        GetOrCreate = getOrCreate;
    }

    internal Func<TRequest, string> KeyOf { get; }

    internal Func<string, TimeSpan, Func<CancellationToken, ValueTask<TResult>>, CancellationToken, ValueTask<TResult>> GetOrCreate { get; }
}

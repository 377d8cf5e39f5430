namespace PerfAnalyzers.Runtime.Hosting.Profiles;

/// <summary>Makes pipelines.</summary>
public static class PerformancePipeline
{
    /// <summary>A pipeline around a handler of single requests.</summary>
    /// <param name="handler">Handles a request; called at most <see cref="PerformanceProfile.EffectiveConcurrency"/> times at once.</param>
    /// <param name="profile">The profile to begin with.</param>
    /// <param name="options">Cache and compression; <see langword="null"/> for neither.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> or <paramref name="profile"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of <paramref name="profile"/> is out of its range.</exception>
    public static PerformancePipeline<TRequest, TResult> Around<TRequest, TResult>(
        Func<TRequest, CancellationToken, ValueTask<TResult>> handler,
        PerformanceProfile profile,
        PerformancePipelineOptions<TRequest, TResult>? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new PerformancePipeline<TRequest, TResult>(
            new SingleHandler<TRequest, TResult>(handler, timeProvider), profile, options, timeProvider);
    }

    /// <summary>A pipeline around a handler of batches.</summary>
    /// <param name="handler">
    /// Handles up to <see cref="PerformanceProfile.MaxBatchSize"/> requests and returns one result per request in the same order;
    /// called at most <see cref="PerformanceProfile.EffectiveConcurrency"/> times at once. What it returns, throws or leaves out
    /// ends as in <see cref="Batching.BatchProcessor{TItem, TResult}"/>.
    /// </param>
    /// <param name="profile">The profile to begin with.</param>
    /// <param name="options">Cache and compression; <see langword="null"/> for neither.</param>
    /// <param name="timeProvider">The clock and its timers; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> or <paramref name="profile"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of <paramref name="profile"/> is out of its range.</exception>
    public static PerformancePipeline<TRequest, TResult> AroundBatches<TRequest, TResult>(
        Func<IReadOnlyList<TRequest>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> handler,
        PerformanceProfile profile,
        PerformancePipelineOptions<TRequest, TResult>? options = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new PerformancePipeline<TRequest, TResult>(
            new BatchHandler<TRequest, TResult>(handler, timeProvider), profile, options, timeProvider);
    }
}

using PerfAnalyzers.Runtime.Tracking;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>
/// Loads values by key, many keys per call: the remedy for N+1 queries, as GraphQL's DataLoader does it. Code asks for one key at
/// a time; keys asked for at about the same time are loaded in one call, and each key once in the loader's lifetime.
/// <para>
/// Make one per request or unit of work, since what was loaded is kept as long as the loader. It needs no disposal.
/// </para>
/// <list type="bullet">
/// <item><description>A batch is loaded as soon as the pool has a thread for it, without waiting for further keys; keys asked for
/// while a batch is being loaded make the next. Keys given in one <see cref="LoadManyAsync"/> go together.</description></item>
/// <item><description>A key that the load function has no value for yields <see langword="default"/>, and that is kept too. Where
/// default is a value, use a nullable <typeparamref name="TValue"/>.</description></item>
/// <item><description>A load function that throws fails every key of its batch with that exception. Failures are not kept: who asks
/// again loads again.</description></item>
/// <item><description>A caller that is cancelled gets an <see cref="OperationCanceledException"/> at once. The key is loaded all
/// the same, for others and for later.</description></item>
/// </list>
/// All members are safe to call from any thread.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">What it stands for.</typeparam>
public sealed class KeyedBatchLoader<TKey, TValue>
    where TKey : notnull
{
    private readonly Func<IReadOnlyList<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> _load;
    private readonly ResultBatchQueue<TKey, TValue?> _batches;
    private readonly Dictionary<TKey, Task<TValue?>> _values;

    // That of whoever made it, which is a request or a unit of work: its tenant, culture, log scopes and Activity are those of its loads.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>Makes a loader that knows no values yet.</summary>
    /// <param name="load">
    /// Loads the values of different keys; keys without a value are left out. It runs on the thread pool, in the
    /// <see cref="ExecutionContext"/> in which the loader was made, and must not await a key of the same loader.
    /// </param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <param name="comparer">
    /// Which keys are the same; <see langword="null"/> for the default. The dictionary that <paramref name="load"/> returns is
    /// asked for the first of several same keys.
    /// </param>
    /// <param name="timeProvider">The clock for the statistics; <see langword="null"/> for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="load"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="options"/> is out of its range.</exception>
    public KeyedBatchLoader(
        Func<IReadOnlyList<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> load,
        KeyedBatchLoaderOptions? options = null,
        IEqualityComparer<TKey>? comparer = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(load);
        var processor = (options ?? new KeyedBatchLoaderOptions()).ForProcessor().Validated(nameof(options));
        _load = load;
        _batches = new ResultBatchQueue<TKey, TValue?>(LoadBatchAsync, processor, timeProvider);
        _values = new Dictionary<TKey, Task<TValue?>>(comparer);
    }

    /// <summary>The value of a key, or <see langword="default"/> if it has none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends this call's wait; others that wait for the same key are not affected.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The load function returned null. What it throws itself is passed on.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> asked for it.</exception>
    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default) =>
        Find([key])[0].WaitAsync(cancellationToken);

    /// <summary>The values of several keys in the order of the keys, <see langword="default"/> for keys that have none.</summary>
    /// <param name="keys">The keys; the same one may occur more than once.</param>
    /// <param name="cancellationToken">Ends this call's wait.</param>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> or one of them is null.</exception>
    /// <exception cref="InvalidOperationException">The load function returned null. What it throws itself is passed on.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> asked for it.</exception>
    public async Task<IReadOnlyList<TValue?>> LoadManyAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        TKey[] all = [.. keys];
        if (Array.Exists(all, static key => key is null))
        {
            throw new ArgumentNullException(nameof(keys), "A key is null.");
        }

        return await Task.WhenAll(Find(all)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the loader a value that is known already. A key that was asked for or given before keeps what it has.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void Prime(TKey key, TValue value)
    {
        lock (_values)
        {
            _values.TryAdd(key, Task.FromResult<TValue?>(value));
        }
    }

    /// <summary>Forgets a key, for example after its value was changed: the next call loads it again.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void Forget(TKey key)
    {
        lock (_values)
        {
            _values.Remove(key);
        }
    }

    /// <summary>Forgets all keys.</summary>
    public void ForgetAll()
    {
        lock (_values)
        {
            _values.Clear();
        }
    }

    /// <summary>What was loaded so far: batches, and keys as <see cref="BatchStatistics.Items"/>.</summary>
    public BatchStatistics GetStatistics() => _batches.GetStatistics();

    private Task<TValue?>[] Find(TKey[] keys)
    {
        lock (_values)
        {
            Load([.. keys.Where(IsToBeLoaded).Distinct(_values.Comparer)]);
            return Array.ConvertAll(keys, key => _values[key]);
        }
    }

    private bool IsToBeLoaded(TKey key) => !_values.TryGetValue(key, out var value) || value.IsFaulted || value.IsCanceled;

    private void Load(List<TKey> keys)
    {
        if (keys.Count > 0)
        {
            var results = _batches.AddAll(keys);
            for (var i = 0; i < keys.Count; i++)
            {
                var value = results[i].AsTask();
                _values[keys[i]] = value;

                // Who was cancelled, or asked for several keys, observes none or one of the failures; nobody has to observe the others.
                _ = value.ContinueWith(
                    static failed => _ = failed.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }

    private ValueTask<IReadOnlyDictionary<TKey, TValue>> LoadInContext(TKey[] keys, CancellationToken cancellationToken)
    {
        if (_context is null)
        {
            return _load(keys, cancellationToken);
        }

        var callers = RoundTripScopes.Current;
        ValueTask<IReadOnlyDictionary<TKey, TValue>> loading = default;
        ExecutionContext.Run(
            _context,
            _ =>
            {
                RoundTripScopes.Current ??= callers;
                loading = _load(keys, cancellationToken);
            },
            null);
        return loading;
    }

    private async ValueTask<IReadOnlyList<TValue?>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        // A key forgotten while it waits, and asked for again, waits twice.
        var found = await LoadInContext([.. keys.Distinct(_values.Comparer)], cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The load function returned null instead of a dictionary.");
        var values = new TValue?[keys.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = found.TryGetValue(keys[i], out var value) ? value : default;
        }

        return values;
    }
}

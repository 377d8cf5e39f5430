using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Hybrid;

namespace AotSmoke;

/// <summary>A cache for the program alone: the one of Microsoft.Extensions.Caching.Hybrid has trim warnings of its own.</summary>
internal sealed class DictionaryCache : HybridCache
{
    private readonly ConcurrentDictionary<string, object?> _values = new();

    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        if (!_values.TryGetValue(key, out var value))
            _values[key] = value = await factory(state, cancellationToken);
        return (T)value!;
    }

    public override ValueTask SetAsync<T>(
        string key,
        T value,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        _values[key] = value;
        return ValueTask.CompletedTask;
    }

    public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        _values.TryRemove(key, out _);
        return ValueTask.CompletedTask;
    }

    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}

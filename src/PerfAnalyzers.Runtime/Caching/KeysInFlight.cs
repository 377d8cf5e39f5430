using System.Collections.Concurrent;

namespace PerfAnalyzers.Runtime.Caching;

/// <summary>
/// The keys that calls are loading or waiting for, and no others, so that memory follows the calls in progress. A hit costs one
/// read of a number while nothing is loading.
/// </summary>
internal sealed class KeysInFlight
{
    private readonly ConcurrentDictionary<object, KeyInFlight> _keys = new();
    private int _loading;
    private long _loadsBegun;

    public long LoadsBegun => Volatile.Read(ref _loadsBegun);

    /// <summary>The key's entry, if a load of it has begun.</summary>
    public bool IsLoading<TKey>(TKey key)
        where TKey : notnull =>
        Volatile.Read(ref _loading) != 0 && _keys.TryGetValue(key, out var entry) && entry.LoadBegan;

    public KeyInFlight Join(object key)
    {
        while (true)
        {
            var entry = _keys.GetOrAdd(key, static _ => new KeyInFlight());
            if (entry.TryJoin())
            {
                return entry;
            }

            // Left by its last member, who is about to remove it.
            _keys.TryRemove(KeyValuePair.Create(key, entry));
        }
    }

    public void Leave(object key, KeyInFlight entry)
    {
        if (entry.Leave())
        {
            _keys.TryRemove(KeyValuePair.Create(key, entry));
        }
    }

    public void BeginLoad(KeyInFlight entry)
    {
        Interlocked.Increment(ref _loading);
        Interlocked.Increment(ref _loadsBegun);
        entry.BeginLoad();
    }

    public void EndLoad() => Interlocked.Decrement(ref _loading);
}

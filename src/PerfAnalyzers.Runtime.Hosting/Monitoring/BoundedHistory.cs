namespace PerfAnalyzers.Runtime.Hosting.Monitoring;

/// <summary>The latest <paramref name="capacity"/> items. Not synchronised.</summary>
internal sealed class BoundedHistory<T>(int capacity)
{
    // Grows with what is kept, so that a long history costs nothing before it is used.
    private readonly List<T> _ring = [];
    private int _oldest;

    public void Add(T item)
    {
        if (_ring.Count < capacity)
        {
            _ring.Add(item);
        }
        else
        {
            _ring[_oldest] = item;
            _oldest = (_oldest + 1) % capacity;
        }
    }

    /// <summary>A copy, oldest first.</summary>
    public T[] ToArray()
    {
        var items = new T[_ring.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = _ring[(_oldest + i) % items.Length];
        }

        return items;
    }
}

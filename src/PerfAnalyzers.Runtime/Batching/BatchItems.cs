using System.Collections;

namespace PerfAnalyzers.Runtime.Batching;

/// <summary>The items of a batch as the handler sees them. Reused: it is empty again once the handler is done.</summary>
/// <param name="capacity">How many items to have room for from the start.</param>
internal sealed class BatchItems<TItem>(int capacity = 0) : IReadOnlyList<TItem>, ICollection<TItem>
{
    private TItem[] _items = capacity == 0 ? [] : new TItem[capacity];

    public int Count { get; private set; }

    /// <summary>When the first item came.</summary>
    public long Timestamp { get; set; }

    bool ICollection<TItem>.IsReadOnly => true;

    public TItem this[int index] => index < Count ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Where the items come from, as far as anybody wants to know.</summary>
    public List<ItemOrigin>? Origins { get; private set; }

    public void Append(TItem item, ItemOrigin? origin)
    {
        if (origin is not null)
        {
            (Origins ??= []).Add(origin);
        }

        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(4, Count * 2));
        }

        _items[Count++] = item;
    }

    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
        Origins?.Clear();
    }

    public IEnumerator<TItem> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return _items[i];
        }
    }

    public bool Contains(TItem item) => Array.IndexOf(_items, item, 0, Count) >= 0;

    public void CopyTo(TItem[] array, int arrayIndex) => Array.Copy(_items, 0, array, arrayIndex, Count);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<TItem>.Add(TItem item) => throw new NotSupportedException("A batch cannot be changed.");

    bool ICollection<TItem>.Remove(TItem item) => throw new NotSupportedException("A batch cannot be changed.");

    void ICollection<TItem>.Clear() => throw new NotSupportedException("A batch cannot be changed.");
}

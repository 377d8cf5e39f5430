namespace PerfAnalyzers.Runtime.Caching;

/// <summary>A key that calls are waiting for.</summary>
internal sealed class KeyInFlight
{
    private int _members;
    private volatile bool _loadBegan;

    public bool LoadBegan => _loadBegan;

    public void BeginLoad() => _loadBegan = true;

    /// <summary>False when the last member has left, so that this is no longer the key's entry.</summary>
    public bool TryJoin()
    {
        lock (this)
        {
            if (_members < 0)
            {
                return false;
            }

            _members++;
            return true;
        }
    }

    /// <summary>Whether that was the last member.</summary>
    public bool Leave()
    {
        lock (this)
        {
            if (--_members > 0)
            {
                return false;
            }

            _members = -1;
            return true;
        }
    }
}

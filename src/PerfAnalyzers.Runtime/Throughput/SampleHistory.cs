namespace PerfAnalyzers.Runtime.Throughput;

/// <summary>The latest samples, at least <paramref name="spacing"/> timestamp ticks apart. Not synchronised.</summary>
internal sealed class SampleHistory(int capacity, long spacing)
{
    private readonly ThroughputSample[] _ring = new ThroughputSample[capacity];
    private int _count;
    private int _newest = -1;

    /// <summary>Keeps the sample, in place of the oldest if need be, unless it follows the one before too closely.</summary>
    public void Add(ThroughputSample sample)
    {
        if (_count == 0 || sample.Timestamp - _ring[_newest].Timestamp >= spacing)
        {
            _newest = (_newest + 1) % capacity;
            _ring[_newest] = sample;
            _count = Math.Min(_count + 1, capacity);
        }
    }

    /// <summary>The latest sample at or before a time, if one is kept.</summary>
    public ThroughputSample? LastAtOrBefore(long timestamp)
    {
        for (var age = 0; age < _count; age++)
        {
            var sample = _ring[(_newest - age + capacity) % capacity];
            if (sample.Timestamp <= timestamp)
            {
                return sample;
            }
        }

        return null;
    }
}

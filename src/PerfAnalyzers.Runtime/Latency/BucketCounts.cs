namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Adds up pages into one snapshot of a range of cells; what is in others is left out. Used by one thread.</summary>
internal sealed class BucketCounts(int firstCell, int endCell, bool exactSum)
{
    private readonly long[] _cells = new long[endCell - firstCell];
    private long _zero;
    private long _negative;
    private long _overflow;
    private ulong _sumModulo64Bits;

    public void Add(int first, ReadOnlySpan<long> counts)
    {
        var begin = Math.Max(first, firstCell);
        var end = Math.Min(first + counts.Length, endCell);
        for (var cell = begin; cell < end; cell++)
        {
            _cells[cell - firstCell] += Volatile.Read(in counts[cell - first]);
        }
    }

    public void AddOdd(long zero, long negative, long overflow, long sum)
    {
        _zero += zero;
        _negative += negative;
        _overflow += overflow;
        _sumModulo64Bits += (ulong)sum;
    }

    public LatencySnapshot ToSnapshot() =>
        new(firstCell, _cells, _zero, _negative, _overflow, exactSum ? FullSum() : null);

    // The stripes add nanoseconds modulo 2^64, which a busy server can pass within days. The buckets know the sum to 0.27 %,
    // and until it reaches 10^5 years that is closer than 2^64 ns (584 years): the full sum is the one value near their
    // estimate that has the right low 64 bits.
    private UInt128 FullSum()
    {
        var estimate = 0.0;
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            if (_cells[cell] != 0)
            {
                estimate += _cells[cell] * ExponentialBuckets.Representative(firstCell + cell) * ExponentialBuckets.NanosecondsPerSecond;
            }
        }

        var whole = (UInt128)estimate;
        var difference = (long)(_sumModulo64Bits - (ulong)whole);
        return difference >= 0 ? whole + (ulong)difference : whole - (ulong)-difference;
    }
}

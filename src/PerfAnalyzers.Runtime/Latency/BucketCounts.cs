namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Adds up stripes into one snapshot. Used by one thread.</summary>
internal sealed class BucketCounts(bool exactSum)
{
    private readonly long[] _cells = new long[ExponentialBuckets.Cells];
    private long _zero;
    private long _negative;
    private long _overflow;
    private ulong _sumModulo64Bits;

    public void AddOctave(int octave, long[] stripe)
    {
        var cells = _cells.AsSpan(octave << ExponentialBuckets.Scale, ExponentialBuckets.PerOctave);
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] += Volatile.Read(ref stripe[i]);
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
        new(firstCell: 0, _cells, _zero, _negative, _overflow, exactSum ? FullSum() : null);

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
                estimate += _cells[cell] * ExponentialBuckets.Representative(cell) * ExponentialBuckets.NanosecondsPerSecond;
            }
        }

        var whole = (UInt128)estimate;
        var difference = (long)(_sumModulo64Bits - (ulong)whole);
        return difference >= 0 ? whole + (ulong)difference : whole - (ulong)-difference;
    }
}

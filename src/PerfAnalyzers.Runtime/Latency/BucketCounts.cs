using System.Numerics;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Adds up stripes into one snapshot, from the lowest to the highest octave in use. Used by one thread.</summary>
/// <param name="octaves">Octaves in use, a bit each; what is in others is left out.</param>
/// <param name="exactSum">Whether the stripes add up exact sums.</param>
internal sealed class BucketCounts(ulong octaves, bool exactSum)
{
    private readonly int _firstCell = octaves == 0 ? 0 : BitOperations.TrailingZeroCount(octaves) << ExponentialBuckets.Scale;
    private readonly long[] _cells = octaves == 0
        ? []
        : new long[(BitOperations.Log2(octaves) - BitOperations.TrailingZeroCount(octaves) + 1) << ExponentialBuckets.Scale];
    private long _zero;
    private long _negative;
    private long _overflow;
    private ulong _sumModulo64Bits;

    public void AddOctave(int octave, long[] stripe)
    {
        if ((octaves & (1UL << octave)) == 0)
        {
            return;
        }

        var cells = _cells.AsSpan((octave << ExponentialBuckets.Scale) - _firstCell, ExponentialBuckets.PerOctave);
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
        new(_firstCell, _cells, _zero, _negative, _overflow, exactSum ? FullSum() : null);

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
                estimate += _cells[cell] * ExponentialBuckets.Representative(_firstCell + cell) * ExponentialBuckets.NanosecondsPerSecond;
            }
        }

        var whole = (UInt128)estimate;
        var difference = (long)(_sumModulo64Bits - (ulong)whole);
        return difference >= 0 ? whole + (ulong)difference : whole - (ulong)-difference;
    }
}

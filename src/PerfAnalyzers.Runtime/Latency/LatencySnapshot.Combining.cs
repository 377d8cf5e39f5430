namespace PerfAnalyzers.Runtime.Latency;

// Adding, subtracting and moving snapshots between processes.
public sealed partial class LatencySnapshot
{
    /// <summary>
    /// The durations of both snapshots together, for example of several threads, processes or machines.
    /// Exact, associative and commutative.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="OverflowException">More than <see cref="long.MaxValue"/> durations.</exception>
    public LatencySnapshot Merge(LatencySnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Combine(
            other,
            static (mine, theirs) => checked(mine + theirs),
            checked(ExactSumNanoseconds + other.ExactSumNanoseconds));
    }

    /// <summary>
    /// The durations recorded since <paramref name="earlier"/>: with a snapshot kept from a minute ago, the last minute.
    /// </summary>
    /// <param name="earlier">An earlier snapshot of the same histogram (or an equal merge of several).</param>
    /// <exception cref="ArgumentNullException"><paramref name="earlier"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="earlier"/> holds durations that this snapshot lacks.</exception>
    public LatencySnapshot Subtract(LatencySnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier.ExactSumNanoseconds > ExactSumNanoseconds)
        {
            throw NotEarlier();
        }

        return Combine(
            earlier,
            static (later, before) => later >= before ? later - before : throw NotEarlier(),
            ExactSumNanoseconds - earlier.ExactSumNanoseconds);
    }

    /// <summary>A compact, versioned form for files and networks, read back by <see cref="Decode"/>. Equal snapshots give equal
    /// bytes.</summary>
    public byte[] Encode() => LatencySnapshotEncoding.Encode(this, _firstCell, _counts);

    /// <summary>Reads what <see cref="Encode"/> wrote, in this or another process.</summary>
    /// <exception cref="InvalidDataException">
    /// <paramref name="encoded"/> is not an encoded snapshot, is damaged, or has a version or scale that this library does not know;
    /// the message says which.
    /// </exception>
    public static LatencySnapshot Decode(ReadOnlySpan<byte> encoded) => LatencySnapshotEncoding.Decode(encoded);

    /// <summary>
    /// The durations in nanoseconds as a histogram of HdrHistogram in its V2 encoding, for the tools around it. Every duration is
    /// its bucket's representative, so their percentiles are off by <see cref="ErrorBound"/> and by the precision asked for.
    /// </summary>
    /// <remarks>
    /// HdrHistogram.NET 2.5.0 reads it and has the counts right, and yet reports wrong values for long durations: it computes the
    /// width of a bucket by shifting a 32-bit one (HistogramBase.SizeOfEquivalentValueRange), so that a maximum of 300 s at two
    /// digits becomes 292 s. The Java and other implementations shift 64 bits. Take percentiles from this snapshot.
    /// </remarks>
    /// <param name="significantDigits">Precision, 1 to 5 decimal digits; 3 (0.1 %) is the habit of HdrHistogram.</param>
    /// <param name="compressed">Whether to compress it (zlib), as the lines of a histogram log are before base64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="significantDigits"/> is not in 1..5.</exception>
    public byte[] EncodeHdrHistogram(int significantDigits = 3, bool compressed = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(significantDigits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(significantDigits, 5);
        var encoded = HdrHistogramEncoding.Encode(this, significantDigits);
        return compressed ? HdrHistogramEncoding.Compress(encoded) : encoded;
    }

    private static ArgumentException NotEarlier() =>
        new("Not an earlier snapshot of the same histogram: it holds durations that this one lacks.", "earlier");

    private LatencySnapshot Combine(LatencySnapshot other, Func<long, long, long> combine, UInt128? sumNanoseconds)
    {
        var counts = new long[ExponentialBuckets.Cells];
        _counts.CopyTo(counts, _firstCell);
        for (var i = 0; i < other._counts.Length; i++)
        {
            ref var count = ref counts[other._firstCell + i];
            count = combine(count, other._counts[i]);
        }

        return new LatencySnapshot(
            firstCell: 0,
            counts,
            combine(ZeroCount, other.ZeroCount),
            combine(NegativeCount, other.NegativeCount),
            combine(OverflowCount, other.OverflowCount),
            sumNanoseconds);
    }
}

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// The portable form of a snapshot. All numbers are unsigned LEB128 varints except the first four bytes:
/// <code>
/// 'P' 'L' version=1 scale=7
/// flags (bit 0: exact sum known)
/// zero count, negative count, overflow count
/// sum in nanoseconds (only with flag bit 0; up to 128 bits)
/// number of non-empty buckets, then for each, lowest first:
///     cells skipped since the previous bucket (the first: since cell 0, the bucket above 2^-30 s), count
/// </code>
/// </summary>
internal static class LatencySnapshotEncoding
{
    private const byte Version = 1;
    private const byte HasExactSum = 1;

    public static byte[] Encode(LatencySnapshot snapshot, int firstCell, ReadOnlySpan<long> counts)
    {
        List<byte> output = [(byte)'P', (byte)'L', Version, ExponentialBuckets.Scale];
        WriteVarint(output, snapshot.ExactSumNanoseconds is null ? (byte)0 : HasExactSum);
        WriteVarint(output, (ulong)snapshot.ZeroCount);
        WriteVarint(output, (ulong)snapshot.NegativeCount);
        WriteVarint(output, (ulong)snapshot.OverflowCount);
        if (snapshot.ExactSumNanoseconds is { } sum)
        {
            WriteVarint(output, sum);
        }

        WriteVarint(output, (ulong)(counts.Length - counts.Count(0)));
        var next = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0)
            {
                WriteVarint(output, (ulong)(firstCell + i - next));
                WriteVarint(output, (ulong)counts[i]);
                next = firstCell + i + 1;
            }
        }

        return [.. output];
    }

    public static LatencySnapshot Decode(ReadOnlySpan<byte> encoded)
    {
        var input = new Reader(encoded);
        if (input.Byte() != 'P' || input.Byte() != 'L')
        {
            throw new InvalidDataException("Not an encoded latency snapshot: it does not start with 'PL'.");
        }

        Expect("version", input.Byte(), Version);
        Expect("scale", input.Byte(), ExponentialBuckets.Scale);
        var flags = input.Varint();
        if (flags > HasExactSum)
        {
            throw new InvalidDataException($"Encoded latency snapshot has unknown flags 0x{flags:X}.");
        }

        var zero = input.Count();
        var negative = input.Count();
        var overflow = input.Count();
        UInt128? sum = flags == HasExactSum ? input.Varint() : null;
        var counts = ReadCounts(ref input, zero);
        if (!input.AtEnd)
        {
            throw new InvalidDataException("Encoded latency snapshot is followed by other data.");
        }

        return new LatencySnapshot(firstCell: 0, counts, zero, negative, overflow, sum);
    }

    private static long[] ReadCounts(ref Reader input, long zeroCount)
    {
        var counts = new long[ExponentialBuckets.Cells];
        var total = zeroCount;
        UInt128 cell = 0;
        for (var buckets = input.Count(); buckets > 0; buckets--)
        {
            cell += input.Varint();
            var count = input.Count();
            if (cell >= ExponentialBuckets.Cells)
            {
                throw new InvalidDataException($"Encoded latency snapshot has a bucket outside 0..{ExponentialBuckets.Cells - 1}.");
            }

            if (count == 0 || count > long.MaxValue - total)
            {
                throw new InvalidDataException(
                    "Encoded latency snapshot has a bucket that is empty, or more durations than a long can count.");
            }

            counts[(int)cell] = count;
            total += count;
            cell++;
        }

        return counts;
    }

    private static void Expect(string what, byte found, byte known)
    {
        if (found != known)
        {
            throw new InvalidDataException($"Encoded latency snapshot has {what} {found}; this library reads {what} {known}.");
        }
    }

    private static void WriteVarint(List<byte> output, UInt128 value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.Add((byte)(value | 0x80));
        }

        output.Add((byte)value);
    }

    private ref struct Reader(ReadOnlySpan<byte> input)
    {
        private ReadOnlySpan<byte> _rest = input;

        public readonly bool AtEnd => _rest.IsEmpty;

        public byte Byte()
        {
            if (_rest.IsEmpty)
            {
                throw new InvalidDataException("Encoded latency snapshot is cut off.");
            }

            var value = _rest[0];
            _rest = _rest[1..];
            return value;
        }

        public UInt128 Varint()
        {
            UInt128 value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var next = Byte();
                var bits = (UInt128)(next & 0x7Fu);
                if (shift > 126 || (bits << shift) >> shift != bits)
                {
                    throw new InvalidDataException("Encoded latency snapshot has a number above 128 bits.");
                }

                value |= bits << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }

        public long Count()
        {
            var value = Varint();
            return value <= long.MaxValue
                ? (long)value
                : throw new InvalidDataException("Encoded latency snapshot has a count above the range of a long.");
        }
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// The V2 encoding of HdrHistogram (org.HdrHistogram.AbstractHistogram.encodeIntoByteBuffer, hdrhistogram.org): big-endian header,
/// then counts in ZigZag LEB128 (at most 9 bytes), a negative number standing for as many empty counts. Values are nanoseconds.
/// </summary>
internal static class HdrHistogramEncoding
{
    private const int Cookie = 0x1C84_9303;
    private const int CompressedCookie = 0x1C84_9304;
    private const int WordSizeOfV2 = 0x10;
    private const int HeaderLength = 40;
    private const long LowestValue = 1;

    public static byte[] Encode(LatencySnapshot snapshot, int significantDigits)
    {
        var payload = new List<byte>();
        var next = 0;
        foreach (var (index, count) in Counts(snapshot, significantDigits))
        {
            if (index > next)
            {
                WriteZigZag(payload, next - index);
            }

            WriteZigZag(payload, count);
            next = index + 1;
        }

        var encoded = new byte[HeaderLength + payload.Count];
        BinaryPrimitives.WriteInt32BigEndian(encoded, Cookie | WordSizeOfV2);
        BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(4), payload.Count);
        BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(12), significantDigits);
        BinaryPrimitives.WriteInt64BigEndian(encoded.AsSpan(16), LowestValue);
        BinaryPrimitives.WriteInt64BigEndian(encoded.AsSpan(24), ExponentialBuckets.HighestNanoseconds);
        BinaryPrimitives.WriteDoubleBigEndian(encoded.AsSpan(32), 1);
        payload.CopyTo(encoded, HeaderLength);
        return encoded;
    }

    public static byte[] Compress(byte[] encoded)
    {
        using var output = new MemoryStream();
        output.Write(new byte[8]);
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(encoded);
        }

        var compressed = output.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(compressed, CompressedCookie | WordSizeOfV2);
        BinaryPrimitives.WriteInt32BigEndian(compressed.AsSpan(4), compressed.Length - 8);
        return compressed;
    }

    // Ascending; several of our buckets can fall into one of theirs.
    private static SortedDictionary<int, long> Counts(LatencySnapshot snapshot, int significantDigits)
    {
        var counts = new SortedDictionary<int, long>();
        foreach (var bucket in snapshot.Buckets())
        {
            var index = IndexOf((long)Math.Round(bucket.RepresentativeNanoseconds), significantDigits);
            counts[index] = counts.GetValueOrDefault(index) + bucket.Count;
        }

        return counts;
    }

    // A bucket for each power of two, with enough linear sub-buckets that two neighbours differ by at most 10^-digits.
    private static int IndexOf(long value, int significantDigits)
    {
        var magnitude = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)(2 * Math.Pow(10, significantDigits))));
        var subBuckets = 1L << magnitude;
        var bucket = BitOperations.Log2((ulong)(value | (subBuckets - 1))) - (magnitude - 1);
        var subBucket = (int)(value >> bucket);
        return ((bucket + 1) << (magnitude - 1)) + subBucket - (int)(subBuckets / 2);
    }

    private static void WriteZigZag(List<byte> output, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (var written = 0; written < 8 && rest >= 0x80; written++)
        {
            output.Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        output.Add((byte)rest);
    }
}

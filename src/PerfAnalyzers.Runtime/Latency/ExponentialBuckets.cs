namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// The bucket grid: base-2 exponential buckets at scale 7, in seconds, as defined by the OpenTelemetry metrics data model
/// for ExponentialHistogram. Bucket i holds the values in (2^(i/128), 2^((i+1)/128)].
/// Cell 0 is the bucket above 2^-30 s (0.93 ns), the last cell ends at 2^16 s (18.2 h).
/// </summary>
internal static class ExponentialBuckets
{
    public const int Scale = 7;
    public const int PerOctave = 1 << Scale;
    public const int LowestExponent = -30;
    public const int HighestExponent = 16;
    public const int Octaves = HighestExponent - LowestExponent;
    public const int Cells = Octaves * PerOctave;

    /// <summary>OpenTelemetry bucket index of cell 0.</summary>
    public const int FirstIndex = LowestExponent * PerOctave;

    public const double NanosecondsPerSecond = 1e9;
    public const long HighestNanoseconds = (1L << HighestExponent) * 1_000_000_000L;

    /// <summary>Ratio of a bucket's upper to its lower bound, 2^(1/128).</summary>
    public const double Growth = 1.0054299011128027;

    /// <summary>(b - 1) / (b + 1): how far any value can be from <see cref="Representative"/> of its bucket.</summary>
    public const double ErrorBound = (Growth - 1) / (Growth + 1);

    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;

    /// <summary>Exclusive lower bound of a cell in seconds, rounded towards zero.</summary>
    public static double LowerBound(int cell)
    {
        var exponent = (ulong)((cell >> Scale) + LowestExponent + ExponentBias);
        return BitConverter.UInt64BitsToDouble(
            (exponent << MantissaBits) | OctaveBoundaries.MantissaOf(OctaveBoundaries.Roots[cell & (PerOctave - 1)]));
    }

    /// <summary>
    /// The value in seconds that stands for a cell: the harmonic mean of its bounds, 2LU / (L + U), which has the same
    /// relative error to both bounds and so the smallest worst case.
    /// </summary>
    public static double Representative(int cell) => LowerBound(cell) * (2 * Growth / (1 + Growth));
}

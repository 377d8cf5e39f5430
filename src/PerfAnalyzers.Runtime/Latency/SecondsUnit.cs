namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Which bucket a duration in seconds belongs to, exactly.</summary>
internal static class SecondsUnit
{
    /// <summary>Whole seconds, for what is out of range.</summary>
    public static readonly TickUnit Whole = TickUnit.Of(1);

    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;
    private const ulong LeadingBit = 1UL << MantissaBits;

    // Bit patterns of positive doubles order like the doubles, so one unsigned comparison accepts exactly (2^-30, 2^16]
    // and sends zero, negative, too large and NaN the long way.
    private static readonly ulong LowestBits = BitConverter.DoubleToUInt64Bits(ExponentialBuckets.LowerBound(0)) + 1;
    private static readonly ulong BitsRange = BitConverter.DoubleToUInt64Bits(
        ExponentialBuckets.LowerBound(ExponentialBuckets.Cells)) - LowestBits;

    /// <summary>Whether the duration is in (2^-30, 2^16] seconds.</summary>
    public static bool Holds(double seconds) => BitConverter.DoubleToUInt64Bits(seconds) - LowestBits <= BitsRange;

    /// <summary>
    /// The cell of a duration that <see cref="Holds"/>. A double is a whole number of 53 bits times a power of two: the cell of that
    /// many seconds, moved by as many octaves.
    /// </summary>
    public static int CellOf(double seconds)
    {
        var bits = BitConverter.DoubleToUInt64Bits(seconds);
        var octaves = (int)(bits >> MantissaBits) - ExponentBias - MantissaBits;
        return Whole.CellOf((long)((bits & (LeadingBit - 1)) | LeadingBit)) + (octaves * ExponentialBuckets.PerOctave);
    }
}

namespace PerfAnalyzers.Runtime.Concurrency;

/// <summary>
/// Spreads writers over as many copies of a counter as there are processors (at most 8), so that they rarely share a cache line.
/// Which copy is written never matters for the total.
/// </summary>
internal static class ProcessorStripes
{
    /// <summary>
    /// Longs left empty between two stripes: 128 bytes, because processors fetch cache lines in pairs.
    /// An array needs them at its end too, or its last cell shares a line with the length word of the next object.
    /// </summary>
    public const int Padding = 16;

    public static readonly int Count = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 8));

    private static readonly int Mask = Count - 1;

    public static int Current => Thread.GetCurrentProcessorId() & Mask;
}

using System.Numerics;

namespace PerfAnalyzers.Runtime.Concurrency;

/// <summary>
/// Spreads writers over as many copies of a counter as there are processors (at most 8), so that they rarely share a cache line.
/// Which copy is written never matters for the total, and every copy must bear several writers: there can be more processors
/// than copies, and a thread can move to another processor at any moment.
/// </summary>
/// <param name="count">Number of copies, a power of two.</param>
internal readonly struct ProcessorStripes(int count)
{
    /// <summary>
    /// Longs left empty between two stripes: 128 bytes, because processors fetch cache lines in pairs.
    /// An array needs them at its end too, or its last cell shares a line with the length word of the next object.
    /// </summary>
    public const int Padding = 16;

    public static readonly ProcessorStripes OfThisMachine =
        new((int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 8)));

    private readonly int _mask = count - 1;

    public int Count => _mask + 1;

    public int Current => Thread.GetCurrentProcessorId() & _mask;
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Concurrency;

/// <summary>
/// Spreads writers over as many copies of a counter as there are processors (at most 8), so that they rarely share a cache line.
/// Which copy is written never matters for the total, and every copy must bear several writers: there can be more processors
/// than copies, and a thread can move to another processor at any moment.
/// </summary>
/// <remarks>
/// Asking the system for the processor, or even a thread-static field, costs as much as the atomic addition that it keeps apart. So
/// the stripe is remembered by where the writer's stack lies, which is known without a load, in a table shared by all counters.
/// An entry may be stale, or shared by two threads whose stacks fall on it: then they meet in one copy, slower and still right.
/// The writer renews its entry now and then, see <see cref="IsTimeToRenew"/>.
/// </remarks>
internal static class ProcessorStripes
{
    /// <summary>
    /// Longs left empty between two stripes: 128 bytes, because processors fetch cache lines in pairs.
    /// An array needs them at its end too, or its last cell shares a line with the length word of the next object.
    /// </summary>
    public const int Padding = 16;

    /// <summary>Number of copies, a power of two.</summary>
    public static readonly int Count = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 8));

    private const int EntryBits = 10;
    private const int StackGranularityBits = 16;
    private const uint GoldenRatio = 0x9E37_79B1;
    private const int AddsBetweenRenewals = 256;

    private static readonly byte[] LastStripe = new byte[1 << EntryBits];

    /// <summary>The copy for the calling thread, below <see cref="Count"/>.</summary>
    public static int Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => LastStripe[EntryOfThisStack()];
    }

    /// <summary>
    /// Whether a writer should <see cref="Renew"/>, told by the count before its own: the first should, and one in 256, so that it
    /// costs next to nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsTimeToRenew(long count) => count % AddsBetweenRenewals == 0;

    /// <summary>Looks up the processor that runs the calling thread.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Renew()
    {
        var stripe = (byte)(Thread.GetCurrentProcessorId() & (Count - 1));
        ref var entry = ref LastStripe[EntryOfThisStack()];

        // Others read this cache line: leave it to them unless there is news.
        if (entry != stripe)
        {
            entry = stripe;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EntryOfThisStack()
    {
        Unsafe.SkipInit(out byte here);
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref here);

        // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4): stacks lie at regular distances.
        return (int)(((uint)(address >> StackGranularityBits) * GoldenRatio) >> (32 - EntryBits));
    }
}

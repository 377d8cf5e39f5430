using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>A clock's tick length: which bucket a number of ticks belongs to, and how many nanoseconds it is.</summary>
/// <remarks>
/// The bucket is exact: ticks are compared with the bounds of the buckets in ticks, frequency * 2^(i/128), without a conversion to
/// seconds that could round across one. The bounds of every octave of ticks lie at the same places in it, so a table over the 8 bits
/// behind the leading one suffices. No entry holds more than one bound, since the narrowest bucket is 1/184 of its octave. An entry
/// is the number whose addition carries into the bit of weight one bucket exactly at that bound.
/// </remarks>
internal sealed class TickUnit
{
    private const int MantissaBits = 52;
    private const int HighestBit = 63;
    private const int SlotBits = 8;
    private const int SlotShift = MantissaBits - SlotBits;
    private const int CellShift = MantissaBits - ExponentialBuckets.Scale;

    /// <summary>Ticks of a <see cref="System.TimeSpan"/>: 100 ns.</summary>
    public static readonly TickUnit TimeSpan = new(System.TimeSpan.TicksPerSecond);

    private static readonly TickUnit OfStopwatch = new(Stopwatch.Frequency);

    private readonly ulong[] _toCell;
    private readonly long _lowest;
    private readonly ulong _range;
    private readonly long _ticksPerSecond;
    private readonly long _wholeNanosecondsPerTick;

    private TickUnit(long ticksPerSecond)
    {
        // Ticks of (2^-30, 2^16] seconds; a clock too fast for a long saturates.
        var highest = (Int128)ticksPerSecond << ExponentialBuckets.HighestExponent;
        _lowest = (ticksPerSecond >> -ExponentialBuckets.LowestExponent) + 1;
        _range = (ulong)((long)Int128.Min(highest, long.MaxValue) - _lowest);
        _toCell = BuildTable((ulong)ticksPerSecond);
        _ticksPerSecond = ticksPerSecond;
        _wholeNanosecondsPerTick = 1_000_000_000 % ticksPerSecond == 0 ? 1_000_000_000 / ticksPerSecond : 0;
    }

    /// <summary>The unit of a clock with this many ticks per second.</summary>
    public static TickUnit Of(long ticksPerSecond) =>
        ticksPerSecond == Stopwatch.Frequency ? OfStopwatch
        : ticksPerSecond == System.TimeSpan.TicksPerSecond ? TimeSpan
        : new TickUnit(ticksPerSecond);

    /// <summary>Whether the duration is in (2^-30, 2^16] seconds; one unsigned comparison sends all others the long way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(long ticks) => (ulong)(ticks - _lowest) <= _range;

    /// <summary>Whether the duration is above 2^16 seconds.</summary>
    public bool Exceeds(long ticks) => ticks > _lowest && !Holds(ticks);

    /// <summary>The cell of a duration that this unit <see cref="Holds"/>; any other gives a meaningless number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CellOf(long ticks)
    {
        // The octave, up to a constant, in the bits above the mantissa. A double has the same, but is slower to come by.
        var leadingZeros = BitOperations.LeadingZeroCount((ulong)ticks);
        var normalized = (ulong)ticks << leadingZeros;
        var position = (normalized >> (HighestBit - MantissaBits)) - ((ulong)(uint)leadingZeros << MantissaBits);
        return (int)((position + _toCell[(byte)(normalized >> (HighestBit - SlotBits))]) >> CellShift);
    }

    /// <summary>
    /// Nanoseconds of a duration within the histogram's range; exact unless a tick is not a whole number of nanoseconds,
    /// then rounded to the nearest.
    /// </summary>
    public long ToNanoseconds(long ticks) => _wholeNanosecondsPerTick != 0
        ? ticks * _wholeNanosecondsPerTick
        : (long)Math.Round(ticks * (ExponentialBuckets.NanosecondsPerSecond / _ticksPerSecond));

    private static ulong[] BuildTable(ulong ticksPerSecond)
    {
        var exponent = BitOperations.Log2(ticksPerSecond);
        var (bounds, firstRoot) = BoundsOfAnOctave(ticksPerSecond << (63 - exponent));

        // The cell that begins at the first bound in the octave whose position is zero: that of the ticks with 62 bits.
        var first = firstRoot + (ExponentialBuckets.PerOctave * (HighestBit - 1 - exponent - ExponentialBuckets.LowestExponent - 1));
        var table = new ulong[1 << SlotBits];
        var below = 0;
        for (var slot = 0; slot < table.Length; slot++)
        {
            while (below < bounds.Length && bounds[below] < (ulong)slot << SlotShift)
            {
                below++;
            }

            // Upper bounds belong to their bucket: the next one begins a bit later, or not in this slot.
            var end = (ulong)(slot + 1) << SlotShift;
            var begin = below < bounds.Length ? Math.Min(bounds[below] + 1, end) : end;
            table[slot] = unchecked(((ulong)(long)(first + below) << CellShift) - begin);
        }

        return table;
    }

    // Mantissas of the bounds in an octave of ticks, ascending: frequency * 2^(j/128), halved where that passes the octave.
    private static (ulong[] Bounds, int FirstRoot) BoundsOfAnOctave(ulong frequency)
    {
        var roots = OctaveBoundaries.Roots;
        var products = Array.ConvertAll(roots, root =>
            ((UInt128)frequency * (ulong)(root >> 64)) + (((UInt128)frequency * (ulong)root) >> 64));
        var firstRoot = Array.FindIndex(products, product => product >> 127 != 0);
        firstRoot = firstRoot < 0 ? roots.Length : firstRoot;
        var bounds = new ulong[roots.Length];
        for (var i = 0; i < bounds.Length; i++)
        {
            var product = products[(firstRoot + i) % roots.Length];
            bounds[i] = OctaveBoundaries.MantissaOf(product >> 127 != 0 ? product : product << 1);
        }

        return (bounds, firstRoot);
    }
}

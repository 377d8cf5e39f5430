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
/// <para>
/// An octave of ticks begins inside a bucket and ends inside another, unless a second is a power of two of ticks: it meets 129, its
/// slots. Octaves are numbered by leading zeros, so a higher number is a shorter duration.
/// </para>
/// </remarks>
internal sealed class TickUnit
{
    /// <summary>Buckets that an octave of ticks meets; the last of one octave is the first of the next.</summary>
    public const int SlotsPerOctave = ExponentialBuckets.PerOctave + 1;

    private const int HighestBit = 63;
    private const ulong LeadingBit = 1UL << HighestBit;
    private const int EntryBits = 8;
    private const int TableLength = 1 << EntryBits;
    private const int EntryShift = HighestBit - EntryBits;
    private const int SlotShift = HighestBit - ExponentialBuckets.Scale;

    /// <summary>Ticks of a <see cref="System.TimeSpan"/>: 100 ns.</summary>
    public static readonly TickUnit TimeSpan = new(System.TimeSpan.TicksPerSecond);

    private static readonly TickUnit OfStopwatch = new(Stopwatch.Frequency);

    private readonly Table _toSlot;
    private readonly int _firstCell;
    private readonly long _lowest;
    private readonly ulong _range;
    private readonly long _ticksPerSecond;
    private readonly long _wholeNanosecondsPerTick;
    private readonly long _ticksPerTimeSpanTick;
    private readonly ulong _convertible;

    private TickUnit(long ticksPerSecond)
    {
        // Ticks of (2^-30, 2^16] seconds; a clock too fast for a long saturates.
        _lowest = (ticksPerSecond >> -ExponentialBuckets.LowestExponent) + 1;
        var highest = (Int128)ticksPerSecond << ExponentialBuckets.HighestExponent;
        _range = (ulong)((long)Int128.Min(highest, long.MaxValue) - _lowest);
        var exponent = BitOperations.Log2((ulong)ticksPerSecond);
        var (bounds, firstRoot) = BoundsOfAnOctave((ulong)ticksPerSecond << (HighestBit - exponent));
        _toSlot = BuildTable(bounds);
        _firstCell = firstRoot - 1 + (ExponentialBuckets.PerOctave * (HighestBit - 1 - exponent - ExponentialBuckets.LowestExponent));
        _ticksPerSecond = ticksPerSecond;
        _wholeNanosecondsPerTick = 1_000_000_000 % ticksPerSecond == 0 ? 1_000_000_000 / ticksPerSecond : 0;
        _ticksPerTimeSpanTick = ticksPerSecond % System.TimeSpan.TicksPerSecond == 0 ? ticksPerSecond / System.TimeSpan.TicksPerSecond : 0;
        _convertible = _ticksPerTimeSpanTick == 0 ? 0 : long.MaxValue / (ulong)_ticksPerTimeSpanTick;
    }

    /// <summary>The unit of a clock with this many ticks per second.</summary>
    public static TickUnit Of(long ticksPerSecond)
    {
        if (ticksPerSecond == Stopwatch.Frequency)
        {
            return OfStopwatch;
        }

        return ticksPerSecond == System.TimeSpan.TicksPerSecond ? TimeSpan : new TickUnit(ticksPerSecond);
    }

    /// <summary>Whether the duration is in (2^-30, 2^16] seconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(long ticks) => (ulong)(ticks - _lowest) <= _range;

    /// <summary>Whether the duration is above 2^16 seconds.</summary>
    public bool Exceeds(long ticks) => ticks > _lowest && !Holds(ticks);

    /// <summary>
    /// All ticks below this number are zero or such that the unit <see cref="Holds"/> them, so that one unsigned comparison sends the
    /// others the long way. Zero for a clock whose ticks are shorter than the first bucket, which would need two.
    /// </summary>
    public ulong FirstUnusual => _lowest == 1 ? _range + 2 : 0;

    /// <summary>The same duration in ticks of this unit, if that is exact for every duration and fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConvert(System.TimeSpan duration, out long ticks)
    {
        ticks = duration.Ticks * _ticksPerTimeSpanTick;
        return (ulong)duration.Ticks <= _convertible;
    }

    /// <summary>The octave of a positive duration, 1 to 63; that of zero is 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OctaveOf(long ticks) => BitOperations.LeadingZeroCount((ulong)ticks);

    /// <summary>Which of the buckets of its octave a positive duration belongs to: 0 to 128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint SlotOf(long ticks, int octave)
    {
        var normalized = (ulong)ticks << octave;
        return (nint)((normalized + _toSlot[(byte)(normalized >> EntryShift)]) >> SlotShift);
    }

    /// <summary>The cell of a duration that this unit <see cref="Holds"/>; any other gives a meaningless number.</summary>
    public int CellOf(long ticks)
    {
        var octave = OctaveOf(ticks);
        return FirstCellOf(octave) + (int)SlotOf(ticks, octave);
    }

    /// <summary>The cell of an octave's first slot. It and the octave can lie outside of what the unit or a long holds.</summary>
    public int FirstCellOf(int octave) => _firstCell - (octave * ExponentialBuckets.PerOctave);

    /// <summary>The octave in which a cell begins, or with which it begins.</summary>
    public int OctaveOfCell(int cell) => (_firstCell - cell + ExponentialBuckets.PerOctave - 1) >> ExponentialBuckets.Scale;

    /// <summary>
    /// Nanoseconds of a duration within the histogram's range; exact unless a tick is not a whole number of nanoseconds,
    /// then rounded to the nearest.
    /// </summary>
    public long ToNanoseconds(long ticks) => _wholeNanosecondsPerTick != 0
        ? ticks * _wholeNanosecondsPerTick
        : (long)Math.Round(ticks * (ExponentialBuckets.NanosecondsPerSecond / _ticksPerSecond));

    private static Table BuildTable(ulong[] bounds)
    {
        var table = default(Table);
        var below = 0;
        for (var i = 0; i < TableLength; i++)
        {
            while (below < bounds.Length && bounds[below] < (ulong)i << EntryShift)
            {
                below++;
            }

            // Upper bounds belong to their bucket: the next one begins a tick later, or not in this entry.
            var end = (ulong)(i + 1) << EntryShift;
            var begin = below < bounds.Length ? Math.Min(bounds[below] + 1, end) : end;
            table[i] = unchecked(((ulong)(below + 1) << SlotShift) - begin - LeadingBit);
        }

        return table;
    }

    // The bounds in an octave of ticks, ascending and without the leading bit: frequency * 2^(j/128), halved where that passes the octave.
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
            bounds[i] = (ulong)((product >> 127 != 0 ? product : product << 1) >> 64) & ~LeadingBit;
        }

        return (bounds, firstRoot);
    }

    // In the unit itself: one load less on the way to an entry, and a byte is never out of its bounds.
    [InlineArray(TableLength)]
    private struct Table
    {
        private ulong _first;
    }
}

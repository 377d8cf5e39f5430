using System.Numerics;
using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Cumulative counts per bucket, in several copies so that writers need not share. A copy is a table of pages: one for each octave of
/// the clock's ticks (1.3 KB), made when its first value arrives, and one for the counts that belong to no octave. Reading never
/// blocks a writer.
/// </summary>
/// <remarks>
/// Octaves of ticks and not of seconds, so that the page is found while its slot is still being looked up. The price: a bucket at the
/// edge of two octaves is counted in both pages, and added up when they are read.
/// </remarks>
internal abstract class BucketStore(TickUnit clock, bool exactSum)
{
    /// <summary>
    /// Pages of a copy. The page of an octave is its number where there are such ticks, 1 to 63. What they cannot express goes round
    /// about: buckets have 48 octaves at most, whatever the clock. Page 0 is never made, so that zero ticks lead to none.
    /// </summary>
    protected const int PagesPerCopy = 64;

    /// <summary>Where a page's slots begin: there is padding at both ends, since any object may lie before and behind.</summary>
    protected const int FirstSlot = ProcessorStripes.Padding;

    private const int OctavePages = PagesPerCopy - 1;

    /// <summary>The slot of the exact sum, in the odd page.</summary>
    protected const int SumSlot = 3;

    private const int ZeroSlot = 0;
    private const int NegativeSlot = 1;
    private const int OverflowSlot = 2;

    private readonly int _highestOctave = clock.OctaveOfCell(ExponentialBuckets.Cells - 1);
    private ulong _pagesInUse;

    /// <summary>The page for the counts that belong to no octave: that above the highest.</summary>
    protected int OddPage => PageOf(_highestOctave - 1);

    /// <summary>Adds to a slot of a page in the copy of the calling thread, and to its exact sum, modulo 2^64.</summary>
    public abstract void Add(int page, int slot, long count, long nanoseconds);

    /// <summary>Hands every page that exists to <see cref="AddPage"/>.</summary>
    protected abstract void AddTo(BucketCounts counts);

    /// <summary>Counts any duration; the histogram has a shorter way for most.</summary>
    public void Record(long ticks, TickUnit unit)
    {
        if (unit.Holds(ticks))
        {
            RecordMany(unit.CellOf(ticks), 1, (UInt128)unit.ToNanoseconds(ticks));
        }
        else
        {
            RecordOutOfRange(ticks, unit);
        }
    }

    /// <summary>Counts a duration that its unit does not hold: as zero if negative, as the highest if above, in cell 0 if below
    /// it.</summary>
    public void RecordOutOfRange(long ticks, TickUnit unit)
    {
        if (ticks <= 0)
        {
            Add(OddPage, ZeroSlot, 1, nanoseconds: 0);
            if (ticks < 0)
            {
                Add(OddPage, NegativeSlot, 1, nanoseconds: 0);
            }
        }
        else if (unit.Exceeds(ticks))
        {
            RecordMany(ExponentialBuckets.Cells - 1, 1, ExponentialBuckets.HighestNanoseconds);
            Add(OddPage, OverflowSlot, 1, nanoseconds: 0);
        }
        else
        {
            RecordMany(0, 1, (UInt128)unit.ToNanoseconds(ticks));
        }
    }

    /// <summary>Counts <paramref name="count"/> values of one cell, together <paramref name="nanoseconds"/> long.</summary>
    public void RecordMany(int cell, long count, UInt128 nanoseconds)
    {
        var octave = clock.OctaveOfCell(cell);
        Add(PageOf(octave), cell - clock.FirstCellOf(octave), count, exactSum ? (long)(ulong)nanoseconds : 0);
    }

    /// <summary>What this store and perhaps a second one of the same clock hold together.</summary>
    public LatencySnapshot Read(BucketStore? second)
    {
        var pages = Volatile.Read(ref _pagesInUse) | (second is null ? 0 : Volatile.Read(ref second._pagesInUse));
        var octaves = pages & ~(1UL << OctavesBelowHighest(OddPage));
        var counts = octaves == 0
            ? new BucketCounts(firstCell: 0, endCell: 0, exactSum)
            : new BucketCounts(
                clock.FirstCellOf(_highestOctave + BitOperations.Log2(octaves)),
                clock.FirstCellOf(_highestOctave + BitOperations.TrailingZeroCount(octaves)) + TickUnit.SlotsPerOctave,
                exactSum);
        AddTo(counts);
        second?.AddTo(counts);
        return counts.ToSnapshot();
    }

    /// <summary>A page to be put in use, which readers look for from now on.</summary>
    protected long[] NewPage(int page)
    {
        Interlocked.Or(ref _pagesInUse, 1UL << OctavesBelowHighest(page));
        return new long[FirstSlot + TickUnit.SlotsPerOctave + ProcessorStripes.Padding];
    }

    /// <summary>Adds one page of one copy to the counts.</summary>
    protected void AddPage(BucketCounts counts, int page, long[] cells)
    {
        if (page == OddPage)
        {
            counts.AddOdd(
                zero: Volatile.Read(ref cells[FirstSlot + ZeroSlot]),
                negative: Volatile.Read(ref cells[FirstSlot + NegativeSlot]),
                overflow: Volatile.Read(ref cells[FirstSlot + OverflowSlot]),
                sum: Volatile.Read(ref cells[FirstSlot + SumSlot]));
        }
        else
        {
            counts.Add(clock.FirstCellOf(_highestOctave + OctavesBelowHighest(page)), cells.AsSpan(FirstSlot, TickUnit.SlotsPerOctave));
        }
    }

    private static int PageOf(int octave) => ((octave - 1 + OctavePages) % OctavePages) + 1;

    private int OctavesBelowHighest(int page) => (page - PageOf(_highestOctave) + OctavePages) % OctavePages;
}

using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Cumulative counts per bucket, in several copies so that writers need not share. A copy is a table of pages: one for each octave
/// (1.2 KB), made when its first value arrives, then one for the counts that belong to no octave. Reading never blocks a writer.
/// </summary>
internal abstract class BucketStore(bool exactSum)
{
    /// <summary>Pages of a copy, a power of two.</summary>
    protected const int PagesPerCopy = 64;

    /// <summary>The page for the counts that belong to no octave.</summary>
    protected const int OddPage = ExponentialBuckets.Octaves;

    /// <summary>The slot of the exact sum, in the odd page.</summary>
    protected const int SumSlot = 3;

    private const int ZeroSlot = 0;
    private const int NegativeSlot = 1;
    private const int OverflowSlot = 2;

    private ulong _pagesInUse;

    /// <summary>Adds to a slot of a page in the copy of the calling thread.</summary>
    protected abstract void Add(int page, int slot, long count);

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

    /// <summary>Counts a duration that its unit does not hold: as zero if negative, as the highest if above, in cell 0 if below it.</summary>
    public void RecordOutOfRange(long ticks, TickUnit unit)
    {
        if (ticks <= 0)
        {
            Add(OddPage, ZeroSlot, 1);
            if (ticks < 0)
            {
                Add(OddPage, NegativeSlot, 1);
            }
        }
        else if (unit.Exceeds(ticks))
        {
            RecordMany(ExponentialBuckets.Cells - 1, 1, ExponentialBuckets.HighestNanoseconds);
            Add(OddPage, OverflowSlot, 1);
        }
        else
        {
            RecordMany(0, 1, (UInt128)unit.ToNanoseconds(ticks));
        }
    }

    /// <summary>Counts <paramref name="count"/> values of one cell, together <paramref name="nanoseconds"/> long.</summary>
    public void RecordMany(int cell, long count, UInt128 nanoseconds)
    {
        Add(cell >> ExponentialBuckets.Scale, cell & (ExponentialBuckets.PerOctave - 1), count);
        if (exactSum)
        {
            AddNanoseconds((long)(ulong)nanoseconds);
        }
    }

    /// <summary>Adds to the exact sum, modulo 2^64.</summary>
    public void AddNanoseconds(long nanoseconds) => Add(OddPage, SumSlot, nanoseconds);

    /// <summary>What this store and perhaps a second one hold together.</summary>
    public LatencySnapshot Read(BucketStore? second)
    {
        var pages = Volatile.Read(ref _pagesInUse) | (second is null ? 0 : Volatile.Read(ref second._pagesInUse));
        var counts = new BucketCounts(octaves: pages & ~(1UL << OddPage), exactSum);
        AddTo(counts);
        second?.AddTo(counts);
        return counts.ToSnapshot();
    }

    /// <summary>A page to be put in use, which readers look for from now on.</summary>
    protected long[] NewPage(int page)
    {
        Interlocked.Or(ref _pagesInUse, 1UL << page);
        return new long[ExponentialBuckets.PerOctave + ProcessorStripes.Padding];
    }

    /// <summary>Adds one page of one copy to the counts.</summary>
    protected static void AddPage(BucketCounts counts, int page, long[] cells)
    {
        if (page == OddPage)
        {
            counts.AddOdd(
                zero: Volatile.Read(ref cells[ZeroSlot]),
                negative: Volatile.Read(ref cells[NegativeSlot]),
                overflow: Volatile.Read(ref cells[OverflowSlot]),
                sum: Volatile.Read(ref cells[SumSlot]));
        }
        else
        {
            counts.AddOctave(page, cells);
        }
    }
}

using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>
/// Cumulative counts per bucket, one copy per processor stripe. A record is one uncontended atomic increment (two with the exact sum);
/// an octave of a stripe takes memory (1.2 KB) when its first value arrives. Reading never blocks a writer.
/// </summary>
internal sealed class StripedBuckets(bool exactSum, ProcessorStripes stripes)
{
    // Pages of a stripe: one per octave, then one for the counts that belong to no octave.
    private const int PagesPerStripe = 64;
    private const int OddPage = ExponentialBuckets.Octaves;
    private const int ZeroSlot = 0;
    private const int NegativeSlot = 1;
    private const int OverflowSlot = 2;
    private const int SumSlot = 3;

    // Bit patterns of positive doubles order like the doubles, so one unsigned comparison accepts exactly (2^-30, 2^16]
    // and sends zero, negative, too large and NaN the long way.
    private static readonly ulong LowestBits = BitConverter.DoubleToUInt64Bits(ExponentialBuckets.LowerBound(0)) + 1;
    private static readonly ulong BitsRange = BitConverter.DoubleToUInt64Bits(ExponentialBuckets.HighestSeconds) - LowestBits;

    private readonly long[]?[] _pages = new long[]?[stripes.Count * PagesPerStripe];
    private ulong _pagesInUse;

    /// <summary>Counts one duration given in ticks of <paramref name="unit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long ticks, in TickUnit unit)
    {
        var seconds = ticks / unit.TicksPerSecond;
        if (BitConverter.DoubleToUInt64Bits(seconds) - LowestBits > BitsRange)
        {
            RecordOutOfRange(ticks, seconds, unit);
            return;
        }

        AddToCell(ExponentialBuckets.CellOf(seconds), 1);
        if (exactSum)
        {
            Interlocked.Add(ref OddSlot(SumSlot), unit.ToNanoseconds(ticks));
        }
    }

    /// <summary>Counts one duration given in seconds, which is not NaN.</summary>
    public void RecordSeconds(double seconds)
    {
        if (BitConverter.DoubleToUInt64Bits(seconds) - LowestBits > BitsRange)
        {
            // The sign decides; what is positive and below the range counts one nanosecond, to which it would be rounded up.
            RecordOutOfRange(Math.Sign(seconds), seconds, TickUnit.Nanosecond);
            return;
        }

        AddToCell(ExponentialBuckets.CellOf(seconds), 1);
        if (exactSum)
        {
            Interlocked.Add(ref OddSlot(SumSlot), (long)Math.Round(seconds * ExponentialBuckets.NanosecondsPerSecond));
        }
    }

    /// <summary>Counts <paramref name="count"/> values of one cell, together <paramref name="nanoseconds"/> long.</summary>
    public void RecordMany(int cell, long count, UInt128 nanoseconds)
    {
        AddToCell(cell, count);
        if (exactSum)
        {
            Interlocked.Add(ref OddSlot(SumSlot), (long)(ulong)nanoseconds);
        }
    }

    public LatencySnapshot Read(StripedBuckets? second)
    {
        var pages = Volatile.Read(ref _pagesInUse) | (second is null ? 0 : Volatile.Read(ref second._pagesInUse));
        var counts = new BucketCounts(octaves: pages & ~(1UL << OddPage), exactSum);
        AddTo(counts);
        second?.AddTo(counts);
        return counts.ToSnapshot();
    }

    private void AddTo(BucketCounts counts)
    {
        for (var page = 0; page < _pages.Length; page++)
        {
            if (Volatile.Read(ref _pages[page]) is not { } cells)
            {
                continue;
            }

            var octave = page % PagesPerStripe;
            if (octave == OddPage)
            {
                counts.AddOdd(
                    zero: Volatile.Read(ref cells[ZeroSlot]),
                    negative: Volatile.Read(ref cells[NegativeSlot]),
                    overflow: Volatile.Read(ref cells[OverflowSlot]),
                    sum: Volatile.Read(ref cells[SumSlot]));
            }
            else
            {
                counts.AddOctave(octave, cells);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddToCell(int cell, long count)
    {
        var page = Page(cell >> ExponentialBuckets.Scale);
        Interlocked.Add(ref page[cell & (ExponentialBuckets.PerOctave - 1)], count);
    }

    private void RecordOutOfRange(long ticks, double seconds, in TickUnit unit)
    {
        if (ticks <= 0)
        {
            Interlocked.Increment(ref OddSlot(ZeroSlot));
            if (ticks < 0)
            {
                Interlocked.Increment(ref OddSlot(NegativeSlot));
            }
        }
        else if (seconds > ExponentialBuckets.HighestSeconds)
        {
            RecordMany(ExponentialBuckets.Cells - 1, 1, ExponentialBuckets.HighestNanoseconds);
            Interlocked.Increment(ref OddSlot(OverflowSlot));
        }
        else
        {
            RecordMany(0, 1, (UInt128)unit.ToNanoseconds(ticks));
        }
    }

    private ref long OddSlot(int slot) => ref Page(OddPage)[slot];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long[] Page(int octave)
    {
        var page = (stripes.Current * PagesPerStripe) + octave;
        return _pages[page] ?? AllocatePage(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] AllocatePage(int page)
    {
        Interlocked.Or(ref _pagesInUse, 1UL << (page % PagesPerStripe));
        var fresh = new long[ExponentialBuckets.PerOctave + ProcessorStripes.Padding];
        return Interlocked.CompareExchange(ref _pages[page], fresh, null) ?? fresh;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Counts per bucket with a copy per processor stripe: a record is one atomic increment that rarely waits for another
/// processor.</summary>
/// <param name="clock">Whose octaves the pages are.</param>
/// <param name="exactSum">Whether to add up nanoseconds.</param>
/// <param name="copies">A power of two; if there are more stripes, several share a copy.</param>
internal sealed class StripedBuckets(TickUnit clock, bool exactSum, int copies) : BucketStore(clock, exactSum)
{
    // A table of pages per stripe, and one page more: zero ticks, octave 64, lead to page 0 of the next stripe.
    private readonly long[]?[] _pages = new long[]?[(ProcessorStripes.Count * PagesPerCopy) + 1];

    /// <summary>What <see cref="TryIncrement"/> needs of this store: a histogram keeps it at hand.</summary>
    public long[]?[] Pages => _pages;

    /// <summary>Counts one more, unless the page does not exist yet.</summary>
    /// <param name="pages">The <see cref="Pages"/> of a store.</param>
    /// <param name="page">The octave of ticks.</param>
    /// <param name="slot">Their slot, which the <see cref="TickUnit"/> keeps below <see cref="TickUnit.SlotsPerOctave"/>: not checked
    /// again.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryIncrement(long[]?[] pages, int page, nint slot)
    {
        if (pages[IndexOf(page)] is not { } cells)
        {
            return false;
        }

        ref var count = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(cells), FirstSlot + slot);
        if (ProcessorStripes.IsTimeToRenew(Interlocked.Increment(ref count) - 1))
        {
            ProcessorStripes.Renew();
        }

        return true;
    }

    public override void Add(int page, int slot, long count, long nanoseconds)
    {
        ref var sum = ref Page(page)[FirstSlot + slot];
        if (ProcessorStripes.IsTimeToRenew(sum))
        {
            ProcessorStripes.Renew();
        }

        Interlocked.Add(ref sum, count);
        if (nanoseconds != 0)
        {
            Interlocked.Add(ref Page(OddPage)[FirstSlot + SumSlot], nanoseconds);
        }
    }

    protected override void AddTo(BucketCounts counts)
    {
        for (var i = 0; i < Math.Min(copies, ProcessorStripes.Count) * PagesPerCopy; i++)
        {
            if (Volatile.Read(ref _pages[i]) is { } cells)
            {
                AddPage(counts, i % PagesPerCopy, cells);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(int page) => (ProcessorStripes.Current * PagesPerCopy) + page;

    private long[] Page(int page)
    {
        var index = IndexOf(page);
        return _pages[index] ?? Allocate(index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] Allocate(int index)
    {
        ProcessorStripes.Renew();
        ref var shared = ref _pages[index % (copies * PagesPerCopy)];
        var fresh = NewPage(index % PagesPerCopy);
        var page = Interlocked.CompareExchange(ref shared, fresh, null) ?? fresh;
        Volatile.Write(ref _pages[index], page);
        return page;
    }
}

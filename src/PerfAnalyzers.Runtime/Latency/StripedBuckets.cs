using System.Runtime.CompilerServices;
using PerfAnalyzers.Runtime.Concurrency;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Counts per bucket with a copy per processor stripe: a record is one atomic increment that rarely waits for another processor.</summary>
internal sealed class StripedBuckets(bool exactSum, ProcessorStripes stripes) : BucketStore(exactSum)
{
    private readonly long[]?[] _pages = new long[]?[stripes.Count * PagesPerCopy];

    /// <summary>Counts one duration of a cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment(int cell)
    {
        var page = Page(cell >> ExponentialBuckets.Scale);
        if (ProcessorStripes.IsTimeToRenew(Interlocked.Increment(ref page[cell & (ExponentialBuckets.PerOctave - 1)])))
        {
            ProcessorStripes.Renew();
        }
    }

    protected override void Add(int page, int slot, long count) => Interlocked.Add(ref Page(page)[slot], count);

    protected override void AddTo(BucketCounts counts)
    {
        for (var i = 0; i < _pages.Length; i++)
        {
            if (Volatile.Read(ref _pages[i]) is { } cells)
            {
                AddPage(counts, i % PagesPerCopy, cells);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long[] Page(int page)
    {
        var index = (stripes.Current * PagesPerCopy) + page;
        return _pages[index] ?? Allocate(index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] Allocate(int index)
    {
        ProcessorStripes.Renew();
        var fresh = NewPage(index % PagesPerCopy);
        return Interlocked.CompareExchange(ref _pages[index], fresh, null) ?? fresh;
    }
}

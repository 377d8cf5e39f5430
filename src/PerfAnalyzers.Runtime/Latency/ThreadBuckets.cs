using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Counts per bucket with a copy per thread: a record is one plain addition, since nobody else writes there.</summary>
internal sealed class ThreadBuckets : BucketStore
{
    // What the thread used last: a third of the cost of a ThreadLocal, for the one histogram that is written most.
    [ThreadStatic]
    private static ThreadBuckets? t_latest;

    [ThreadStatic]
    private static long[]?[]? t_pagesOfLatest;

    private readonly object _joining = new();
    private readonly ThreadLocal<long[]?[]> _mine;
    private Copy[] _copies = [];

    public ThreadBuckets(bool exactSum)
        : base(exactSum) => _mine = new ThreadLocal<long[]?[]>(Join);

    /// <summary>Copies in memory, of living threads and of ended ones whose copy nobody took over yet.</summary>
    public int Copies => Volatile.Read(ref _copies).Length;

    /// <summary>Counts one duration of a cell, and adds to the exact sum.</summary>
    public void Record(int cell, long nanoseconds)
    {
        var pages = MyPages();
        Add(pages, cell >> ExponentialBuckets.Scale, cell & (ExponentialBuckets.PerOctave - 1), 1);
        if (nanoseconds != 0)
        {
            Add(pages, OddPage, SumSlot, nanoseconds);
        }
    }

    protected override void Add(int page, int slot, long count) => Add(MyPages(), page, slot, count);

    protected override void AddTo(BucketCounts counts)
    {
        foreach (var copy in Volatile.Read(ref _copies))
        {
            for (var page = 0; page <= OddPage; page++)
            {
                if (Volatile.Read(ref copy.Pages[page]) is { } cells)
                {
                    AddPage(counts, page, cells);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long[]?[] MyPages() => t_latest == this ? t_pagesOfLatest! : FindMyPages();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[]?[] FindMyPages()
    {
        var pages = _mine.Value!;
        t_latest = this;
        t_pagesOfLatest = pages;
        return pages;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(long[]?[] pages, int page, int slot, long count)
    {
        ref var sum = ref (pages[page] ?? Allocate(pages, page))[slot];
        Volatile.Write(ref sum, sum + count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] Allocate(long[]?[] pages, int page)
    {
        var fresh = NewPage(page);
        Volatile.Write(ref pages[page], fresh);
        return fresh;
    }

    // Counts only ever grow, so that a new thread can go on where an ended one stopped.
    private long[]?[] Join()
    {
        lock (_joining)
        {
            var copy = Array.Find(_copies, static copy => !copy.Owner.IsAlive);
            if (copy is null)
            {
                copy = new Copy();
                Volatile.Write(ref _copies, [.. _copies, copy]);
            }

            copy.Owner = Thread.CurrentThread;
            return copy.Pages;
        }
    }

    private sealed class Copy
    {
        public long[]?[] Pages { get; } = new long[]?[PagesPerCopy];

        public Thread Owner { get; set; } = Thread.CurrentThread;
    }
}

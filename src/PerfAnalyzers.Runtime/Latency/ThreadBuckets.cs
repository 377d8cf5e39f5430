using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Latency;

/// <summary>Counts per bucket with a copy per thread: a record is one plain addition, since nobody else writes there.</summary>
internal sealed class ThreadBuckets : BucketStore
{
    // What the thread used last: a third of the cost of a ThreadLocal, for the one histogram that is written most.
    [ThreadStatic]
    private static Copy? t_latest;

    private readonly object _joining = new();
    private readonly ThreadLocal<Copy> _mine;
    private Copy[] _copies = [];

    public ThreadBuckets(TickUnit clock, bool exactSum)
        : base(clock, exactSum) => _mine = new ThreadLocal<Copy>(Join);

    /// <summary>Copies in memory, of living threads and of ended ones whose copy nobody took over yet.</summary>
    public int Copies => Volatile.Read(ref _copies).Length;

    public override void Add(int page, int slot, long count, long nanoseconds)
    {
        var pages = (t_latest is { } latest && latest.Store == this ? latest : FindCopy()).Pages;
        Add(pages, page, slot, count);
        if (nanoseconds != 0)
        {
            Add(pages, OddPage, SumSlot, nanoseconds);
        }
    }

    protected override void AddTo(BucketCounts counts)
    {
        foreach (var copy in Volatile.Read(ref _copies))
        {
            for (var page = 0; page < PagesPerCopy; page++)
            {
                if (Volatile.Read(ref copy.Pages[page]) is { } cells)
                {
                    AddPage(counts, page, cells);
                }
            }
        }
    }

    private void Add(long[]?[] pages, int page, int slot, long count)
    {
        ref var sum = ref (pages[page] ?? Allocate(pages, page))[FirstSlot + slot];
        Volatile.Write(ref sum, sum + count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long[] Allocate(long[]?[] pages, int page)
    {
        var fresh = NewPage(page);
        Volatile.Write(ref pages[page], fresh);
        return fresh;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Copy FindCopy() => t_latest = _mine.Value!;

    // Counts only ever grow, so that a new thread can go on where an ended one stopped.
    private Copy Join()
    {
        lock (_joining)
        {
            var copy = Array.Find(_copies, static copy => !copy.Owner.IsAlive);
            if (copy is null)
            {
                copy = new Copy(this);
                Volatile.Write(ref _copies, [.. _copies, copy]);
            }

            copy.Owner = Thread.CurrentThread;
            return copy;
        }
    }

    private sealed class Copy(ThreadBuckets store)
    {
        public ThreadBuckets Store { get; } = store;

        public long[]?[] Pages { get; } = new long[]?[PagesPerCopy];

        public Thread Owner { get; set; } = Thread.CurrentThread;
    }
}

using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Concurrency;

/// <summary>A sum that many processors add to without waiting for each other.</summary>
internal sealed class StripedCounter(ProcessorStripes stripes)
{
    // A stripe's worth of room before the first cell too: the array's length is read on every access.
    private readonly long[] _cells = new long[(stripes.Count + 2) * ProcessorStripes.Padding];

    /// <summary>All that was added before the call, and perhaps some of what is added during it. Never less than a sum seen before.</summary>
    public long Sum
    {
        get
        {
            long sum = 0;
            for (var stripe = 0; stripe < stripes.Count; stripe++)
            {
                sum += Volatile.Read(ref _cells[CellOf(stripe)]);
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment()
    {
        if (ProcessorStripes.IsTimeToRenew(Interlocked.Increment(ref _cells[CellOf(stripes.Current)])))
        {
            ProcessorStripes.Renew();
        }
    }

    public void Add(long count)
    {
        Interlocked.Add(ref _cells[CellOf(stripes.Current)], count);
        ProcessorStripes.Renew();
    }

    private static int CellOf(int stripe) => (stripe + 1) * ProcessorStripes.Padding;
}

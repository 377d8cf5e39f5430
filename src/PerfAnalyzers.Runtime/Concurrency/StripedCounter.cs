using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Runtime.Concurrency;

/// <summary>A sum that many processors add to without waiting for each other.</summary>
/// <param name="copies">A power of two; <see cref="ProcessorStripes.Count"/> are enough.</param>
internal sealed class StripedCounter(int copies)
{
    // A stripe's worth of room before the first cell too: the array's length is read on every access.
    private readonly long[] _cells = new long[(copies + 2) * ProcessorStripes.Padding];

    /// <summary>All that was added before the call, and perhaps some of what is added during it. Never less than a sum seen
    /// before.</summary>
    public long Sum
    {
        get
        {
            long sum = 0;
            for (var copy = 0; copy < copies; copy++)
            {
                sum += Volatile.Read(ref _cells[CellOf(copy)]);
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment()
    {
        if (ProcessorStripes.IsTimeToRenew(Interlocked.Increment(ref _cells[CellOf(ProcessorStripes.Current & (copies - 1))]) - 1))
        {
            ProcessorStripes.Renew();
        }
    }

    public void Add(long count)
    {
        Interlocked.Add(ref _cells[CellOf(ProcessorStripes.Current & (copies - 1))], count);
        ProcessorStripes.Renew();
    }

    private static int CellOf(int copy) => (copy + 1) * ProcessorStripes.Padding;
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>Processor time of the calling thread, and the processor it may run on. Only Linux tells; elsewhere it is wall time.</summary>
internal static class ThreadClock
{
    private const int ThreadCpuTime = 3;

    public static double Nanoseconds()
    {
        if (!OperatingSystem.IsLinux())
            return Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        _ = clock_gettime(ThreadCpuTime, out var time);
        return (time.Seconds * 1e9) + time.Nanoseconds;
    }

    public static void PinTo(int processor)
    {
        var mask = 1UL << processor;
        if (OperatingSystem.IsLinux())
            _ = sched_setaffinity(0, sizeof(ulong), ref mask);
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out TimeSpec time);

    [DllImport("libc")]
    private static extern int sched_setaffinity(int thread, nint size, ref ulong mask);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

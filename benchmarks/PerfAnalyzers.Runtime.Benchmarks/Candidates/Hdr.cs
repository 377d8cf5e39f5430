using HdrHistogram;

namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>HdrHistogram.NET as its documentation recommends for several threads, 1 ns to 1 h, two digits.</summary>
internal static class Hdr
{
    public static Recorder NewRecorder() => Factory().WithThreadSafeReads().Create();

    public static HistogramBase NewHistogram() => Factory().Create();

    private static HistogramFactory Factory() =>
        HistogramFactory.With64BitBucketSize().WithValuesFrom(1).WithValuesUpTo(3_600_000_000_000).WithPrecisionOf(2).WithThreadSafeWrites();
}

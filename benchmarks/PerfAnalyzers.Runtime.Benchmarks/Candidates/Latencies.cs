namespace PerfAnalyzers.Runtime.Benchmarks.Candidates;

/// <summary>Latencies in nanoseconds that every candidate records: lognormal around 1 ms, one in a hundred twenty times as long.</summary>
internal static class Latencies
{
    public static readonly long[] Nanoseconds = Lognormal(4_096);

    public static long[] Lognormal(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (long)(1e6 * Math.Exp(0.8 * Normal(random)) * (random.Next(100) == 0 ? 20 : 1)))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

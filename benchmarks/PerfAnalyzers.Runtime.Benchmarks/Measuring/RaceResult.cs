namespace PerfAnalyzers.Runtime.Benchmarks.Measuring;

/// <summary>Costs in nanoseconds per operation of a thread, by candidate, number of threads and round.</summary>
internal sealed class RaceResult
{
    private readonly Dictionary<(string Name, int Threads), List<double>> _rounds = [];

    public static bool HasTwoProcessors { get; } = Environment.ProcessorCount > 1;

    public void Add(string name, int threads, double nanoseconds)
    {
        if (!_rounds.TryGetValue((name, threads), out var rounds))
            _rounds.Add((name, threads), rounds = []);
        rounds.Add(nanoseconds);
    }

    public double Cost(string name, int threads = 1) => Median(_rounds[(name, threads)]);

    /// <summary>How often one cost is another, in the rounds that have both.</summary>
    public double Ratio(string name, int threads, string unit, int unitThreads) =>
        Median(_rounds[(name, threads)].Zip(_rounds[(unit, unitThreads)], (cost, one) => cost / one));

    public string Describe(string name, int threads, string unit, int unitThreads) =>
        Figures.Ratio(Ratio(name, threads, unit, unitThreads), Cost(name, threads));

    /// <summary>Against a unit on one thread.</summary>
    public string DescribeAll(IEnumerable<string> names, string unit, int threads = 1) =>
        string.Join(", ", names.Select(name => $"{name} {Describe(name, threads, unit, 1)}"));

    /// <summary>Two threads against one, each candidate against itself.</summary>
    public string DescribeContention(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"{name} {Describe(name, 2, name, 1)}"));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }
}

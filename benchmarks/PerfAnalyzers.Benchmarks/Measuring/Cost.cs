namespace PerfAnalyzers.Benchmarks.Measuring;

/// <summary>What a set of analyzers costs on a subject, in milliseconds: the median of the rounds.</summary>
/// <param name="InAnalyzers">Inside the analyzers.</param>
/// <param name="InOurs">The part of our rules in that.</param>
/// <param name="WholeRun">Processor time of the run, the compiler's included.</param>
/// <param name="CompilerAlone">Processor time of a run that looks at nothing, in the same rounds.</param>
/// <param name="Elapsed">What the run took by the clock on the wall.</param>
/// <param name="Findings">How many places were reported.</param>
/// <param name="Lines">Of how much code.</param>
internal sealed record Cost(
    double InAnalyzers, double InOurs, double WholeRun, double CompilerAlone, double Elapsed, int Findings, int Lines)
{
    private const double Unit = 100_000;

    public double PerUnit => InAnalyzers * Unit / Lines;

    public double OursPerUnit => InOurs * Unit / Lines;

    public double WholeRunPerUnit => WholeRun * Unit / Lines;

    /// <summary>How much longer the compiler is at work with the analyzers: 1 is no longer at all.</summary>
    public double OfCompilerAlone => WholeRun / CompilerAlone;

    /// <summary>The part of the time for which the run had a processor; whatever it lacks is time that others took.</summary>
    public double Share => Math.Min(1, WholeRun / Elapsed);

    public static Cost Of(IReadOnlyList<AnalysisRun> runs, IReadOnlyList<AnalysisRun> compilerAlone, int lines) => new(
        Median(runs.Select(run => run.InAnalyzers)),
        Median(runs.Select(run => run.InOurs)),
        Median(runs.Select(run => run.Processor)),
        Median(compilerAlone.Select(run => run.Processor)),
        Median(runs.Select(run => run.Elapsed)),
        runs[0].Findings,
        lines);

    /// <summary>Of several projects.</summary>
    public static Cost Sum(IEnumerable<Cost> costs) => costs.Aggregate((sum, cost) => new Cost(
        sum.InAnalyzers + cost.InAnalyzers, sum.InOurs + cost.InOurs, sum.WholeRun + cost.WholeRun,
        sum.CompilerAlone + cost.CompilerAlone, sum.Elapsed + cost.Elapsed, sum.Findings + cost.Findings, sum.Lines + cost.Lines));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

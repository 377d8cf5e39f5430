namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>What all rules together may take, in milliseconds per 100,000 lines.</summary>
internal static class Targets
{
    public const double AllRules = 1_500;

    public const double WorstProject = 4_000;
}

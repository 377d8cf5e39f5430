using PerfAnalyzers.Benchmarks.Measuring;

namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>What the generated servers showed.</summary>
internal static class GeneratedReport
{
    // Below this many milliseconds a time is the noise of the machine, and a ratio of two such times says nothing.
    private const double Noise = 5;

    public static string Of(IReadOnlyList<IReadOnlyDictionary<string, Cost>> costs)
    {
        var total = costs[^1][OurRules.Together.Name];
        return $"""
            {Figures.Share(costs.Min(size => size[OurRules.Together.Name].Share))}

            Time in the rules, ms per 100,000 lines:

            {InRules(costs)}

            All rules on the largest server: {Figures.Number(total.PerUnit)}; {Figures.Target(total.PerUnit, Targets.AllRules)}.

            Processor time of the whole run, the compiler's check of the code included, ms per 100,000 lines:

            {WholeRuns(costs)}
            """;
    }

    private static Table InRules(IReadOnlyList<IReadOnlyDictionary<string, Cost>> costs)
    {
        var table = new Table(["", .. Sizes(costs), "growth", "findings"]);
        foreach (var name in costs[0].Keys.Where(name => name != CompilerAlone.Set.Name))
        {
            var (smallest, largest) = (costs[0][name], costs[^1][name]);
            var growth = smallest.InAnalyzers < Noise ? double.NaN : largest.PerUnit / smallest.PerUnit;
            var times = costs.Select(size => Figures.Number(size[name].PerUnit));
            table.Add([name, .. times, Figures.Ratio(growth), Figures.Number(largest.Findings)]);
        }

        return table;
    }

    private static Table WholeRuns(IReadOnlyList<IReadOnlyDictionary<string, Cost>> costs)
    {
        var table = new Table(["", .. Sizes(costs), "growth", "of the compiler alone"]);
        foreach (var name in costs[0].Keys.Where(name => !StaysAtSyntax(costs[^1][name])))
        {
            var (smallest, largest) = (costs[0][name], costs[^1][name]);
            var growth = largest.WholeRunPerUnit / smallest.WholeRunPerUnit;
            var times = costs.Select(size => Figures.Number(size[name].WholeRunPerUnit));
            table.Add([name, .. times, Figures.Ratio(growth), Figures.Ratio(largest.OfCompilerAlone)]);
        }

        return table;
    }

    // Without anything that asks for more than syntax, the compiler does not check the code.
    private static bool StaysAtSyntax(Cost cost) => cost.OfCompilerAlone < 0.1;

    private static IEnumerable<string> Sizes(IReadOnlyList<IReadOnlyDictionary<string, Cost>> costs) =>
        costs.Select(size => $"{Figures.Number(size.Values.First().Lines)} lines");
}

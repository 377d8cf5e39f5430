using PerfAnalyzers.Benchmarks.Measuring;
using PerfAnalyzers.Benchmarks.Solutions;

namespace PerfAnalyzers.Benchmarks.Results;

/// <summary>What a solution showed: our rules, its projects, and our rules beside others.</summary>
internal static class SolutionReport
{
    private static readonly string All = OurRules.Together.Name;

    public static string Of(string name, SolutionCosts costs)
    {
        var total = costs.Of(All);
        var (worst, there) = costs.Worst(All);
        var (time, timeThere) = (total.PerUnit, there.PerUnit);
        return $"""
            {name}: {Figures.Number(total.Lines)} lines, projects: {Figures.Number(costs.Projects.Count)}. {Figures.Share(total.Share)}

            - All rules: {Figures.Number(time)} ms per 100,000 lines; {Figures.Target(time, Targets.AllRules)}.
            - Worst project: {worst}, {Figures.Number(timeThere)} ms per 100,000 lines; {Figures.Target(timeThere, Targets.WorstProject)}.

            Each rule alone, ms per 100,000 lines:

            {Rules(costs)}

            All rules, by project, ms per 100,000 lines:

            {ByProject(costs)}{Beside(costs)}
            """;
    }

    private static Table Rules(SolutionCosts costs)
    {
        var table = new Table("", "in the rules", "run, of the compiler alone", "findings", "worst project", "in the rules there");
        foreach (var set in OurRules.Each.Append(OurRules.Together))
        {
            var (cost, worst) = (costs.Of(set.Name), costs.Worst(set.Name));
            table.Add(
                set.Name, Figures.Number(cost.PerUnit), Figures.Ratio(cost.OfCompilerAlone), Figures.Number(cost.Findings),
                worst.Project, Figures.Number(worst.Cost.PerUnit));
        }

        return table;
    }

    private static Table ByProject(SolutionCosts costs)
    {
        var table = new Table("", "lines", "in the rules", "run, of the compiler alone", "findings");
        foreach (var (project, sets) in costs.Projects.OrderByDescending(project => project.Value[All].PerUnit))
        {
            var cost = sets[All];
            table.Add(
                project, Figures.Number(cost.Lines), Figures.Number(cost.PerUnit), Figures.Ratio(cost.OfCompilerAlone),
                Figures.Number(cost.Findings));
        }

        return table;
    }

    private static string Beside(SolutionCosts costs)
    {
        if (!costs.Sets.Contains(SolutionCosts.Everyone))
            return "";
        var table = new Table("", "in the analyzers", "of all rules", "run, of the compiler alone");
        foreach (var set in costs.Sets.Except(OurRules.Each.Select(rule => rule.Name)).Where(set => set != CompilerAlone.Set.Name))
        {
            // A set is compared with our rules in the projects that have it.
            var (cost, ours) = (costs.Of(set), costs.OfOursWhere(set));
            table.Add(set, Figures.Number(cost.PerUnit), Figures.Ratio(cost.PerUnit / ours.PerUnit), Figures.Ratio(cost.OfCompilerAlone));
        }

        var everyone = costs.Of(SolutionCosts.Everyone);
        return $"""


            Beside others, each alone and then together, ms per 100,000 lines:

            {table}

            Our part while all run together: {Figures.Number(everyone.OursPerUnit)} ms per 100,000 lines,
            {Figures.Ratio(everyone.InOurs / everyone.InAnalyzers)} of the time in all analyzers.
            """;
    }
}

using PerfAnalyzers.Benchmarks.Measuring;

namespace PerfAnalyzers.Benchmarks.Solutions;

/// <summary>What analysis costs in the projects of a solution.</summary>
/// <param name="Projects">By the name of the project, then of the set of analyzers.</param>
internal sealed record SolutionCosts(IReadOnlyDictionary<string, IReadOnlyDictionary<string, Cost>> Projects)
{
    public const string Others = "all others";
    public const string Everyone = "all others and all rules";

    // The fixed costs of a small project are not what makes it slow per line.
    private const int SmallestThatCounts = 1_000;

    /// <summary>The sets in the order in which they were measured; not every project has each.</summary>
    public IEnumerable<string> Sets => Projects.Values.SelectMany(project => project.Keys).Distinct();

    /// <summary>In all projects that have the set.</summary>
    public Cost Of(string set) => Cost.Sum(Projects.Values.Where(project => project.ContainsKey(set)).Select(project => project[set]));

    /// <summary>All our rules, in the projects that have the set.</summary>
    public Cost OfOursWhere(string set) =>
        Cost.Sum(Projects.Values.Where(project => project.ContainsKey(set)).Select(project => project[OurRules.Together.Name]));

    public (string Project, Cost Cost) Worst(string set)
    {
        var candidates = Projects.Where(project => project.Value[set].Lines >= SmallestThatCounts).ToList();
        var worst = (candidates.Count > 0 ? candidates : [.. Projects]).MaxBy(project => project.Value[set].PerUnit);
        return (worst.Key, worst.Value[set]);
    }

    public static async Task<SolutionCosts> Measure(LoadedSolution solution, Neighbours neighbours, int rounds)
    {
        Dictionary<string, IReadOnlyDictionary<string, Cost>> projects = [];
        foreach (var (project, subject) in solution.Projects)
        {
            var sets = SetsBeside(neighbours.Of(project));
            await Rounds.WarmUp(subject, sets);
            projects.Add(subject.Name, await Rounds.Measure(subject, sets, rounds));
        }

        return new SolutionCosts(projects);
    }

    private static List<AnalyzerSet> SetsBeside(IReadOnlyList<AnalyzerSet> neighbours)
    {
        List<AnalyzerSet> sets = [.. OurRules.Each, OurRules.Together];
        if (neighbours.Count == 0)
            return sets;
        var others = new AnalyzerSet(Others, [.. neighbours.SelectMany(neighbour => neighbour.Analyzers)]);
        return [.. sets, .. neighbours, others, others.With(Everyone, OurRules.Together)];
    }
}

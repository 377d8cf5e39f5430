using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>
/// Analyses project after project, each after those that it references, and lets go of a project as soon as nothing that is still to be
/// analysed references it: so memory holds what one branch of the solution needs, not the whole.
/// </summary>
internal static class SolutionAnalysis
{
    /// <param name="loaded">What to analyse.</param>
    /// <param name="commandLine">Options that win over those of the projects.</param>
    /// <param name="progress">Told what is at work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<AnalysisResult> Run(
        LoadedSolution loaded, ImmutableDictionary<string, string> commandLine, Action<string> progress, CancellationToken cancellation)
    {
        var graph = loaded.Solution.GetProjectDependencyGraph();
        var leftOut = loaded.Projects.Where(project => !ProjectAnalysis.IsServerCode(project)).ToList();
        var chosen = loaded.Projects.Except(leftOut).Select(project => project.Id).ToHashSet();
        List<ProjectId> order = [.. graph.GetTopologicallySortedProjects(cancellation).Where(chosen.Contains)];

        List<Problem> problems = [.. loaded.Problems];
        List<Finding> findings = [];
        var lines = 0;
        var solution = ConfigurationFiles.AddTo(loaded.Solution, order);
        for (var index = 0; index < order.Count; index++)
        {
            solution = Without(solution, graph, order.Skip(index));
            var project = solution.GetProject(order[index])!;
            progress($"Analysing {index + 1} of {order.Count}: {TargetFrameworks.NameOf(project)}");
            var result = await ProjectAnalysis.Run(project, commandLine, cancellation);
            findings.AddRange(result.Findings);
            problems.AddRange(result.Problems);
            lines += result.Lines;
        }

        return new AnalysisResult(
            loaded.Name, loaded.Folder, Ordered(findings), Names(loaded.Projects.Except(leftOut)), Names(leftOut), lines, problems);
    }

    private static Solution Without(Solution solution, ProjectDependencyGraph graph, IEnumerable<ProjectId> remaining)
    {
        var needed = remaining
            .SelectMany(project => graph.GetProjectsThatThisProjectTransitivelyDependsOn(project).Append(project)).ToHashSet();
        foreach (var project in solution.ProjectIds.Where(project => !needed.Contains(project)).ToList())
            solution = solution.RemoveProject(project);
        return solution;
    }

    private static IReadOnlyList<Finding> Ordered(IEnumerable<Finding> findings) =>
    [
        .. findings.DistinctBy(finding => finding.Key)
            .OrderBy(finding => finding.Place.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place.StartLinePosition)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Names(IEnumerable<Project> projects) =>
        [.. projects.Select(TargetFrameworks.NameOf).Order(StringComparer.OrdinalIgnoreCase)];
}

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>How often a rule reports in a project.</summary>
internal sealed record ProjectCount(string Project, int Warnings, int Suggestions);

/// <summary>How often a rule reports, by project, the most first.</summary>
internal sealed record RuleCounts(DiagnosticDescriptor Rule, IReadOnlyList<ProjectCount> Projects)
{
    public int Warnings => Projects.Sum(project => project.Warnings);

    public int Suggestions => Projects.Sum(project => project.Suggestions);

    /// <summary>The rules that report anything, by id.</summary>
    public static IReadOnlyList<RuleCounts> Of(AnalysisResult result) =>
    [
        .. from finding in result.Findings
           group finding by finding.Rule.Id into rule
           orderby rule.Key
           select new RuleCounts(rule.First().Rule, [.. ByProject(rule)]),
    ];

    private static IEnumerable<ProjectCount> ByProject(IEnumerable<Finding> findings) =>
        from finding in findings
        group finding by finding.Project into project
        let warnings = project.Count(finding => finding.IsWarning)
        orderby warnings descending, project.Count() descending, project.Key
        select new ProjectCount(project.Key, warnings, project.Count() - warnings);
}

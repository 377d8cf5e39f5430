using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Where the findings are: a row for each project, a column for each rule.</summary>
internal static class ProjectTable
{
    public static string ToHtml(AnalysisResult result)
    {
        if (result.Findings.Count == 0)
            return "";
        var rules = RuleCounts.Of(result);
        var projects = from finding in result.Findings
                       group finding by finding.Project into project
                       orderby project.Count() descending, project.Key
                       select Row(project.Key, [.. project], rules);
        string[] columns = ["Project", .. rules.Select(rule => rule.Rule.Id + "#"), "All#"];
        return $"""
            <h2>By project</h2>
            <div class="card scroll"><table>{Html.Header(columns)}<tbody>{string.Concat(projects)}</tbody></table></div>
            """;
    }

    private static string Row(string project, IReadOnlyList<Finding> findings, IEnumerable<RuleCounts> rules)
    {
        var figures = rules.Select(rule => Figure(findings.Count(finding => finding.Rule.Id == rule.Rule.Id)));
        return $"<tr>{Html.Cell(project)}{string.Concat(figures)}{Figure(findings.Count)}</tr>";
    }

    private static string Figure(int count) => Html.Cell(count == 0 ? "" : $"{count:N0}", "number");
}

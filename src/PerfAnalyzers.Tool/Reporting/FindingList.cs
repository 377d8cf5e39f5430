using System.Text;
using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Every finding, rule by rule, warnings first.</summary>
internal static class FindingList
{
    public static string ToHtml(AnalysisResult result, RelativePaths paths)
    {
        if (result.Findings.Count == 0)
            return "";
        var html = new StringBuilder("<h2>Findings</h2>");
        foreach (var rule in result.Findings.GroupBy(finding => finding.Rule.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal))
            AppendRule(html, rule.First().Rule, [.. rule.OrderByDescending(finding => finding.IsWarning)], paths);
        return html.ToString();
    }

    private static void AppendRule(StringBuilder html, DiagnosticDescriptor rule, IReadOnlyList<Finding> findings, RelativePaths paths)
    {
        var (latency, throughput) = (ShippedRules.EffectOn("latency", rule), ShippedRules.EffectOn("throughput", rule));
        html.Append($"""<details open id="{rule.Id}"><summary>{rule.Id} {Html.Text(rule.Title.ToString())} """)
            .Append($"""<span class="soft">{findings.Count:N0}; latency {latency}, throughput {throughput}; """)
            .Append($"""<a href="{Html.Text(rule.HelpLinkUri)}">what it is about</a></span></summary><div class="findings">""");
        foreach (var finding in findings)
            AppendFinding(html, finding, paths);
        html.Append("</div></details>");
    }

    private static void AppendFinding(StringBuilder html, Finding finding, RelativePaths paths)
    {
        var (cssClass, level) = finding.IsWarning ? ("before", "warning") : ("after", "suggestion");
        var place = Html.Text(Place(finding.Place, paths));
        html.Append($"""<div class="finding"><span class="badge {cssClass}">{level}</span> <code>{place}</code> """)
            .Append($"""<span class="soft">{Html.Text(finding.Project)}</span><p>{Html.Text(finding.Message)}</p>""");
        if (finding.Line.Length > 0)
            html.Append($"<pre>{Html.Text(finding.Line.Trim())}</pre>");
        if (!finding.Steps.IsEmpty)
            html.Append($"""<p class="soft">through {Html.Text(Places(finding.Steps, paths))}</p>""");
        html.Append("</div>");
    }

    private static string Places(IEnumerable<FileLinePositionSpan> places, RelativePaths paths) =>
        string.Join(", ", places.Select(place => Place(place, paths)));

    private static string Place(FileLinePositionSpan place, RelativePaths paths) =>
        place.Path.Length == 0 ? "" : $"{paths.Of(place.Path)}:{place.StartLinePosition.Line + 1}";
}

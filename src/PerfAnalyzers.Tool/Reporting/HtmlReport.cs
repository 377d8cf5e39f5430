using System.Globalization;
using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The run as a page: figures, rules, projects, every finding with its line of code, and what could not be analysed.</summary>
internal static class HtmlReport
{
    public static string Of(AnalysisResult result)
    {
        var paths = new RelativePaths(result.Folder);
        return Page.Of($"What makes {result.Name} slow", Circumstances(result), $"""
            {Cards(result)}
            {RuleBars.ToHtml(result)}
            {ProjectTable.ToHtml(result)}
            {FindingList.ToHtml(result, paths)}
            {ProblemList(result, paths)}
            """);
    }

    private static string Circumstances(AnalysisResult result) => string.Create(
        CultureInfo.InvariantCulture, $"{DateTimeOffset.Now:yyyy-MM-dd HH:mm}, PerfAnalyzers {ToolVersion.Current}. {Summary.Of(result)}");

    private static string Cards(AnalysisResult result) => $"""
        <div class="cards">
        {Card("warnings", result.Warnings, "before", "certain: per request, message or item")}
        {Card("suggestions", result.Suggestions, "after", "likely: look at who calls it")}
        {Card("rules", RuleCounts.Of(result).Count, "", "that report something")}
        {Card("projects", result.Projects.Count, "", Summary.Amount(result.Lines, "line"))}
        </div>
        """;

    private static string Card(string title, int figure, string cssClass, string note) => $"""
        <div class="card"><h3>{title}</h3><div class="figures"><span class="{cssClass}">{figure:N0}</span></div>
        <div class="soft">{note}</div></div>
        """;

    private static string ProblemList(AnalysisResult result, RelativePaths paths)
    {
        if (result.Problems.Count == 0)
            return "";
        var items = ProblemLines.Of(result.Problems, paths).Select(line => $"<li>{Html.Text(line)}</li>");
        return $"<h2>Not analysed</h2><div class=\"card\"><ul>{string.Concat(items)}</ul></div>";
    }
}

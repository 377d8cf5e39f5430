using System.Text;
using PerfAnalyzers.Demo.Load;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Demo.Report;

/// <summary>Every kind of request by itself: also those that had nothing wrong suffered.</summary>
internal static class EndpointTable
{
    public static string ToHtml(DemoResult result)
    {
        var rows = new StringBuilder();
        foreach (var operation in ShopTraffic.Operations)
        {
            rows.Append("<tr>").Append(Html.Cell(operation.Name));
            foreach (var level in LoadLevel.All)
            {
                AppendLatency(rows, result.Before.Levels[level], operation.Name, "before");
                AppendLatency(rows, result.After.Levels[level], operation.Name, "after");
            }

            rows.Append("</tr>");
        }

        var groups = LoadLevel.All.SelectMany(level => new[] { $"{level.Name}, before", $"{level.Name}, after" }).ToList();
        return $"""
            <h2>By endpoint</h2>
            <p>Endpoints with nothing wrong in them wait for the same threads.</p>
            <div class="card scroll"><table>
            <thead>
            <tr><th></th>{string.Concat(groups.Select(group => $"""<th class="number" colspan="2">{group}</th>"""))}</tr>
            <tr><th></th>{string.Concat(groups.Select(_ => """<th class="number">p50</th><th class="number">p99</th>"""))}</tr>
            </thead>
            <tbody>{rows}</tbody></table></div>
            """;
    }

    private static void AppendLatency(StringBuilder rows, LoadResult result, string name, string cssClass)
    {
        var operation = result.Operations.Single(candidate => candidate.Name == name);
        foreach (var percentile in new[] { 50, 99 })
            rows.Append(Html.Cell(Figures.Duration(Figures.Milliseconds(operation, percentile)), $"number {cssClass}"));
    }
}

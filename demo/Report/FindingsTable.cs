using System.Text;
using PerfAnalyzers.Demo.Findings;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Demo.Report;

/// <summary>What was found, and what is left of it.</summary>
internal static class FindingsTable
{
    public static string ToHtml(DemoResult result) => $"""
        <h2>Found</h2>
        <p>{result.Found.Count} findings; {result.Found.Count - result.Remaining.Count} are fixed.</p>
        <div class="card scroll">{Table(result.Found, result.Effects)}</div>
        {(result.Remaining.Count == 0 ? "" : $"""
            <h2>Left for a person</h2>
            <p>Here the fix reaches beyond one method, or is a decision.</p>
            <div class="card scroll">{Table(result.Remaining, result.Effects)}</div>
            """)}
        """;

    private static string Table(List<Finding> findings, RuleEffects effects)
    {
        var rows = new StringBuilder();
        foreach (var finding in findings)
        {
            var effect = effects.Of(finding.Rule);
            rows.Append("<tr>")
                .Append(Html.Cell(finding.Rule, "place"))
                .Append($"""<td class="place"><code>{Html.Text(finding.Place)}</code></td>""")
                .Append(Html.Cell(finding.Message))
                .Append(Html.Cell(effect.Latency))
                .Append(Html.Cell(effect.Throughput))
                .Append("</tr>");
        }

        return $"<table>{Html.Header("Rule", "Place", "Message", "Latency", "Throughput")}<tbody>{rows}</tbody></table>";
    }
}

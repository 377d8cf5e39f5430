using System.Globalization;
using System.Text;
using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>How many warnings and suggestions each rule has, as bars to one scale.</summary>
internal static class RuleBars
{
    private const double Width = 900;
    private const double Left = 88;
    private const double Right = 120;
    private const double BarHeight = 22;
    private const double RowHeight = 48;

    public static string ToHtml(AnalysisResult result)
    {
        var rules = RuleCounts.Of(result);
        if (rules.Count == 0)
            return "<h2>Nothing found</h2>";

        var most = rules.Max(rule => rule.Warnings + rule.Suggestions);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="plot" viewBox="0 0 {Width} {rules.Count * RowHeight}" role="img" """)
            .Append("""aria-label="Warnings and suggestions by rule">""");
        for (var row = 0; row < rules.Count; row++)
            AppendRow(svg, rules[row], row * RowHeight, most);
        return $"<h2>By rule</h2><div class=\"card\">{svg.Append("</svg>")}</div>";
    }

    private static void AppendRow(StringBuilder svg, RuleCounts rule, double top, int most)
    {
        var scale = (Width - Left - Right) / most;
        var (warnings, all) = (rule.Warnings * scale, (rule.Warnings + rule.Suggestions) * scale);
        var y = top + 18;
        AppendText(svg, "label", Left, top + 13, rule.Rule.Title.ToString());
        svg.Append($"""<a href="#{rule.Rule.Id}">""");
        AppendText(svg, "label", 0, y + 15, rule.Rule.Id);
        svg.Append("</a>");
        AppendBar(svg, "before", Left, y, warnings);
        AppendBar(svg, "after", Left + warnings, y, all - warnings);
        AppendText(svg, "value", Left + all + 8, y + 15, Figures(rule));
    }

    private static void AppendBar(StringBuilder svg, string cssClass, double x, double y, double width)
    {
        if (width > 0)
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<rect class="bar {cssClass}" x="{x:0.0}" y="{y}" width="{Math.Max(2, width):0.0}" height="{BarHeight}" rx="3"/>""");
    }

    private static void AppendText(StringBuilder svg, string cssClass, double x, double y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="{cssClass}" x="{x:0.0}" y="{y}">{Html.Text(text)}</text>""");

    private static string Figures(RuleCounts rule) => $"{rule.Warnings:N0} + {rule.Suggestions:N0}";
}

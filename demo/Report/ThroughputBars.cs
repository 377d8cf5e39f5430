using System.Globalization;
using System.Text;
using PerfAnalyzers.Demo.Load;

namespace PerfAnalyzers.Demo.Report;

/// <summary>Good answers per second, before and after, against what was asked.</summary>
internal static class ThroughputBars
{
    private const double Width = 620;
    private const double Left = 58;
    private const double Right = 64;
    private const double BarHeight = 22;

    public static string ToSvg(LoadResult before, LoadResult after)
    {
        var height = 2 * (BarHeight + 8) + 30;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="plot" viewBox="0 0 {Width} {height}" role="img" aria-label="Answers per second, before and after">""");
        AppendBar(svg, "before", before, 0);
        AppendBar(svg, "after", after, 1);

        var offered = X(before.OfferedPerSecond, before.OfferedPerSecond);
        svg.Append(CultureInfo.InvariantCulture, $"""<line class="offered" x1="{offered}" y1="0" x2="{offered}" y2="{2 * (BarHeight + 8)}"/>""")
            .Append(CultureInfo.InvariantCulture, $"""<text class="axis" x="{offered}" y="{height - 12}" text-anchor="end">asked for: {Figures.Rate(before.OfferedPerSecond)} requests/s</text></svg>""");
        return svg.ToString();
    }

    private static void AppendBar(StringBuilder svg, string name, LoadResult result, int row)
    {
        var y = row * (BarHeight + 8) + 2;
        var end = X(result.AnsweredPerSecond, result.OfferedPerSecond);
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="label {name}" x="{Left - 8}" y="{y + 15}" text-anchor="end">{name}</text>""")
            .Append(CultureInfo.InvariantCulture, $"""<rect class="bar {name}" x="{Left}" y="{y}" width="{Math.Max(2, end - Left):0.0}" height="{BarHeight}" rx="3"/>""")
            .Append(CultureInfo.InvariantCulture, $"""<text class="value" x="{end + 8:0.0}" y="{y + 15}">{Figures.Rate(result.AnsweredPerSecond)}/s</text>""");
    }

    private static double X(double rate, double offered) => Left + Math.Min(1, rate / offered) * (Width - Left - Right);
}

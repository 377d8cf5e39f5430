using System.Globalization;
using System.Text;
using PerfAnalyzers.Runtime.Latency;

namespace PerfAnalyzers.Demo.Report;

/// <summary>
/// Latency over percentile. Each step to the right leaves a tenth of the requests (the usual 1 / (1 - p) axis), so the tail gets as much room
/// as the middle; latency is logarithmic too.
/// </summary>
internal sealed class PercentilePlot
{
    private const double Width = 620;
    private const double Height = 300;
    private const double Left = 58;
    private const double Right = 64;
    private const double Top = 14;
    private const double Bottom = 42;
    private const double LabelHeight = 15;

    private static readonly double[] PercentileTicks = [0, 50, 90, 99, 99.9, 99.99];
    private static readonly double[] Marked = [50, 95, 99, 100];

    private readonly (string Class, string Name, LatencySnapshot Latencies)[] _curves;
    private readonly double _lastDecade;
    private readonly double _lowest;
    private readonly double _highest;

    public PercentilePlot(LatencySnapshot before, LatencySnapshot after)
    {
        _curves = [("before", "before", before), ("after", "after", after)];
        _lastDecade = Math.Log10(Math.Max(10, Math.Max(before.Count, after.Count)));
        _lowest = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, Math.Min(Milliseconds(before, 0), Milliseconds(after, 0))))));
        _highest = 1.3 * Math.Max(Milliseconds(before, 100), Milliseconds(after, 100));
    }

    public string ToSvg()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="plot" viewBox="0 0 {Width} {Height}" role="img" aria-label="Latency by percentile, before and after">""");
        AppendAxes(svg);
        foreach (var (cssClass, name, latencies) in _curves)
            AppendCurve(svg, cssClass, name, latencies);
        AppendNames(svg);
        return svg.Append("</svg>").ToString();
    }

    private void AppendAxes(StringBuilder svg)
    {
        for (var decade = _lowest; decade <= _highest; decade *= 10)
        {
            var y = Y(decade);
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="grid" x1="{Left}" y1="{y:0.0}" x2="{Width - Right}" y2="{y:0.0}"/>""")
                .Append(CultureInfo.InvariantCulture, $"""<text class="tick" x="{Left - 8}" y="{y + 4:0.0}" text-anchor="end">{(decade < 1000 ? $"{decade} ms" : $"{decade / 1000} s")}</text>""");
        }

        foreach (var percentile in PercentileTicks.Where(tick => Decade(tick) <= _lastDecade))
        {
            var x = X(Decade(percentile));
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="grid" x1="{x:0.0}" y1="{Top}" x2="{x:0.0}" y2="{Height - Bottom}"/>""")
                .Append(CultureInfo.InvariantCulture, $"""<text class="tick" x="{x:0.0}" y="{Height - Bottom + 16}" text-anchor="middle">{percentile} %</text>""");
        }

        svg.Append(CultureInfo.InvariantCulture, $"""<text class="axis" x="{(Left + Width - Right) / 2}" y="{Height - 6}" text-anchor="middle">percent of requests answered or given up within this time</text>""");
    }

    private void AppendCurve(StringBuilder svg, string cssClass, string name, LatencySnapshot latencies)
    {
        var points = new StringBuilder();
        var previous = 0.0;
        foreach (var bucket in latencies.Buckets())
        {
            // A bucket covers the ranks from the previous one to its own: a level stretch.
            var y = Y(bucket.RepresentativeNanoseconds / 1e6);
            var reached = Math.Min(_lastDecade, Decade(100.0 * bucket.CumulativeCount / latencies.Count));
            points.Append(CultureInfo.InvariantCulture, $"{X(previous):0.0},{y:0.0} {X(reached):0.0},{y:0.0} ");
            previous = reached;
        }

        svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="curve {cssClass}" points="{points.ToString().TrimEnd()}"/>""");
        foreach (var percentile in Marked)
        {
            var milliseconds = Milliseconds(latencies, percentile);
            svg.Append(CultureInfo.InvariantCulture, $"""<circle class="mark {cssClass}" cx="{X(Math.Min(_lastDecade, Decade(percentile))):0.0}" cy="{Y(milliseconds):0.0}" r="4"><title>{name}, {(percentile == 100 ? "max" : $"p{percentile}")}: {Figures.Duration(milliseconds)}</title></circle>""");
        }
    }

    private void AppendNames(StringBuilder svg)
    {
        var lowest = Top - LabelHeight;
        foreach (var (cssClass, name, latencies) in _curves.OrderBy(curve => Y(Milliseconds(curve.Latencies, 100))))
        {
            lowest = Math.Max(Y(Milliseconds(latencies, 100)), lowest + LabelHeight);
            svg.Append(CultureInfo.InvariantCulture, $"""<text class="label {cssClass}" x="{Width - Right + 10}" y="{lowest + 4:0.0}">{name}</text>""");
        }
    }

    /// <summary>How many times the share of slower requests was divided by ten: 0 at the minimum, 1 at 90 %, 2 at 99 %.</summary>
    private static double Decade(double percentile) => percentile >= 100 ? double.PositiveInfinity : -Math.Log10(1 - percentile / 100);

    private static double Milliseconds(LatencySnapshot latencies, double percentile) => latencies.PercentileNanoseconds(percentile) / 1e6;

    private double X(double decade) => Left + decade / _lastDecade * (Width - Left - Right);

    private double Y(double milliseconds) =>
        Top + (1 - Math.Log(Math.Max(_lowest, milliseconds) / _lowest) / Math.Log(_highest / _lowest)) * (Height - Top - Bottom);
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PerfAnalyzers.Demo.Load;
using PerfAnalyzers.Demo.Steps;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Demo.Report;

/// <summary>One page that needs nothing but itself: figures, plots, findings, changes.</summary>
internal static class HtmlReport
{
    public static async Task<string> WriteAsync(DemoResult result, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, Content(result), cancellationToken);
        return path;
    }

    private static string Content(DemoResult result) => Page.Of("The shop before and after", Circumstances(result), $"""
        {Cards(result)}
        <h2>Latency and throughput</h2>
        <p>Requests arrive at a constant rate, whether the shop keeps up or not, and latency counts from the moment a request was due. A customer gives up after ten seconds; that counts as ten seconds.</p>
        <div class="levels">{string.Concat(LoadLevel.All.Select(level => Level(level, result.Before.Levels[level], result.After.Levels[level])))}</div>
        {EndpointTable.ToHtml(result)}
        {FindingsTable.ToHtml(result)}
        {ChangeList.ToHtml(result.Changes)}
        """);

    private static string Circumstances(DemoResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.At:yyyy-MM-dd HH:mm}, {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors; the shop is limited to {ShopMeasurement.Processors}. Shop, partners and load each run in a process of their own.");

    private static string Cards(DemoResult result)
    {
        var (before, after) = (result.Before.Levels[LoadLevel.Busy], result.After.Levels[LoadLevel.Busy]);
        return $"""
            <div class="cards">
            {Card("findings", result.Found.Count.ToString(CultureInfo.InvariantCulture), result.Remaining.Count.ToString(CultureInfo.InvariantCulture), "found, and left after the fixes")}
            {Card("answers per second", Figures.Rate(before.AnsweredPerSecond), Figures.Rate(after.AnsweredPerSecond), $"of {Figures.Rate(before.OfferedPerSecond)} asked for")}
            {Card("p50, busy", Figures.Duration(Figures.Milliseconds(before.Total, 50)), Figures.Duration(Figures.Milliseconds(after.Total, 50)), "half of the requests take longer")}
            {Card("p99, busy", Figures.Duration(Figures.Milliseconds(before.Total, 99)), Figures.Duration(Figures.Milliseconds(after.Total, 99)), "one request in a hundred takes longer")}
            </div>
            """;
    }

    private static string Card(string title, string before, string after, string note) => $"""
        <div class="card"><h3>{title}</h3><div class="figures"><span class="before">{before}</span> &#8594; <span class="after">{after}</span></div><div class="soft">{Html.Text(note)}</div></div>
        """;

    private static string Level(LoadLevel level, LoadResult before, LoadResult after)
    {
        var rows = new StringBuilder();
        foreach (var row in Figures.Compare(before, after))
            rows.Append("<tr>").Append(Html.Cell(row.Figure)).Append(Html.Cell(row.Before, "number before")).Append(Html.Cell(row.After, "number after")).Append(Html.Cell(row.Change, "number")).Append("</tr>");

        return $"""
            <section class="card">
            <h3>{char.ToUpperInvariant(level.Name[0])}{level.Name[1..]}: {level.RatePerSecond} requests/s for {level.Duration.TotalSeconds} s</h3>
            {new PercentilePlot(before.Total.Latencies, after.Total.Latencies).ToSvg()}
            {ThroughputBars.ToSvg(before, after)}
            <div class="scroll"><table>{Html.Header("", "before#", "after#", "better#")}<tbody>{rows}</tbody></table></div>
            </section>
            """;
    }
}

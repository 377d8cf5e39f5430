using System.Net;

namespace PerfAnalyzers.Demo.Report;

/// <summary>Writes text into markup.</summary>
internal static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Cell(string text, string cssClass = "") =>
        cssClass.Length == 0 ? $"<td>{Text(text)}</td>" : $"""<td class="{cssClass}">{Text(text)}</td>""";

    public static string Header(params string[] columns) =>
        $"<thead><tr>{string.Concat(columns.Select(column => column.EndsWith('#') ? $"""<th class="number">{Text(column[..^1])}</th>""" : $"<th>{Text(column)}</th>"))}</tr></thead>";
}

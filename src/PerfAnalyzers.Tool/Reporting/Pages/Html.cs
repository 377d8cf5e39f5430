using System.Net;

namespace PerfAnalyzers.Tool.Reporting.Pages;

/// <summary>Writes text into markup.</summary>
internal static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Cell(string text, string cssClass = "") =>
        cssClass.Length == 0 ? $"<td>{Text(text)}</td>" : $"""<td class="{cssClass}">{Text(text)}</td>""";

    /// <summary>The head of a table; a column whose title ends in <c>#</c> holds numbers.</summary>
    public static string Header(params string[] columns) => $"<thead><tr>{string.Concat(columns.Select(HeaderCell))}</tr></thead>";

    private static string HeaderCell(string column) =>
        column.EndsWith('#') ? $"""<th class="number">{Text(column[..^1])}</th>""" : $"<th>{Text(column)}</th>";
}

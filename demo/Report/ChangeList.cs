using System.Text;
using PerfAnalyzers.Demo.Changes;
using PerfAnalyzers.Tool.Reporting.Pages;

namespace PerfAnalyzers.Demo.Report;

/// <summary>What the fixes wrote, file by file.</summary>
internal static class ChangeList
{
    public static string ToHtml(List<FileChange> changes)
    {
        var html = new StringBuilder($"<h2>What the fixes wrote</h2><p>{changes.Count} files, {changes.Sum(change => change.Added)} lines added, {changes.Sum(change => change.Removed)} removed.</p>");
        foreach (var change in changes)
        {
            html.Append($"""<details open><summary>{Html.Text(change.File)} <span class="soft">+{change.Added} -{change.Removed}</span></summary><div class="diff"><table>""");
            foreach (var hunk in change.Hunks)
            {
                if (hunk != change.Hunks[0])
                    html.Append("""<tr class="gap"><td class="line">&#8942;</td><td></td></tr>""");
                foreach (var line in hunk)
                    html.Append($"""<tr class="{line.Kind.ToString().ToLowerInvariant()}"><td class="line">{line.Number}</td><td>{PrefixOf(line.Kind)}{Html.Text(line.Text)}</td></tr>""");
            }

            html.Append("</table></div></details>");
        }

        return html.ToString();
    }

    private static string PrefixOf(LineKind kind) => kind switch { LineKind.Added => "+ ", LineKind.Removed => "- ", _ => "  " };
}

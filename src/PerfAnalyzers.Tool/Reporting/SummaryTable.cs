using PerfAnalyzers.Tool.Analysis;
using Spectre.Console;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>How many findings each rule has in each project.</summary>
internal static class SummaryTable
{
    private const int WidthOfAFile = 160;

    public static void Write(TextWriter output, AnalysisResult result)
    {
        if (result.Findings.Count == 0)
            return;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (output != Console.Out || Console.IsOutputRedirected)
            console.Profile.Width = WidthOfAFile;
        console.Write(TableOf(result));
        console.WriteLine();
    }

    private static Table TableOf(AnalysisResult result)
    {
        var table = new Table().Border(TableBorder.Simple).ShowFooters()
            .AddColumn("Rule").AddColumn("")
            .AddColumn(new TableColumn("Project").Footer("all"))
            .AddColumn(Numbers("Warnings", result.Warnings))
            .AddColumn(Numbers("Suggestions", result.Suggestions));
        foreach (var rule in RuleCounts.Of(result))
        {
            var (id, title) = (rule.Rule.Id, rule.Rule.Title.ToString());
            foreach (var (project, warnings, suggestions) in rule.Projects)
            {
                table.AddRow(new Text(id), new Text(title), new Text(project), Figure(warnings), Figure(suggestions));
                (id, title) = ("", "");
            }
        }

        return table;
    }

    private static TableColumn Numbers(string title, int total) => new TableColumn(title).RightAligned().NoWrap().Footer($"{total:N0}");

    private static Text Figure(int count) => new(count == 0 ? "" : $"{count:N0}");
}

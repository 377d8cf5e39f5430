using System.Diagnostics;
using PerfAnalyzers.Demo.Changes;
using PerfAnalyzers.Demo.Findings;
using PerfAnalyzers.Demo.Load;
using Spectre.Console;

namespace PerfAnalyzers.Demo;

/// <summary>Shows the demo on a terminal, and as plain lines in a file or a build log.</summary>
internal sealed class DemoConsole
{
    private const int PlainWidth = 160;
    private static readonly TimeSpan PlainProgress = TimeSpan.FromSeconds(5);

    private readonly IAnsiConsole _console = AnsiConsole.Console;
    private int _step;
    private string _title = "";

    public DemoConsole()
    {
        if (Console.IsOutputRedirected)
            _console.Profile.Width = PlainWidth;
    }

    public Task StepAsync(string title, Func<Action<string>, Task> work) => StepAsync(title, async report =>
    {
        await work(report);
        return true;
    });

    public async Task<T> StepAsync<T>(string title, Func<Action<string>, Task<T>> work)
    {
        _title = title;
        var name = $"{++_step}. {title}";
        var started = Stopwatch.GetTimestamp();
        var result = _console.Profile.Capabilities.Interactive ? await WithSpinnerAsync(name, work) : await WithLinesAsync(name, work);
        _console.MarkupLineInterpolated($"[green]done[/] [bold]{name}[/] [grey]({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s)[/]");
        return result;
    }

    public void Findings(List<Finding> findings, RuleEffects effects)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Rule", "Place", "Message", "Latency", "Throughput");
        foreach (var finding in findings)
        {
            var effect = effects.Of(finding.Rule);
            table.AddRow(ColourOf(finding), Text(finding.Place), Text(finding.Message), Text(effect.Latency), Text(effect.Throughput));
        }

        _console.Write(table);
        _console.MarkupLineInterpolated($"{findings.Count} findings of {findings.Select(finding => finding.Rule).Distinct().Count()} rules");
    }

    public void Measured(Measurement measurement)
    {
        foreach (var (level, result) in measurement.Levels)
        {
            var total = result.Total;
            _console.MarkupLineInterpolated($"{level.Name}, {level.RatePerSecond}/s: p50 {Figures.Duration(Figures.Milliseconds(total, 50))}, p99 {Figures.Duration(Figures.Milliseconds(total, 99))}, answered {Figures.Rate(result.AnsweredPerSecond)}/s, not answered {Figures.Failures(total)}");
        }
    }

    public void Changes(List<FileChange> changes)
    {
        foreach (var change in changes)
        {
            _console.MarkupLineInterpolated($"[bold]{change.File}[/] [green]+{change.Added}[/] [red]-{change.Removed}[/]");
            foreach (var hunk in change.Hunks)
            {
                _console.MarkupLineInterpolated($"[grey]@@ {hunk[0].Number} @@[/]");
                foreach (var line in hunk)
                    _console.Write(new Text(PrefixOf(line.Kind) + line.Text + Environment.NewLine, StyleOf(line.Kind)));
            }
        }
    }

    public void Remaining(int before, List<Finding> remaining, RuleEffects effects)
    {
        _console.MarkupLineInterpolated($"no errors; {before - remaining.Count} of {before} findings are fixed");
        if (remaining.Count > 0)
        {
            _console.WriteLine("left for a person, because the fix reaches beyond one method or is not offered there:");
            Findings(remaining, effects);
        }
    }

    public void Comparison(Measurement before, Measurement after)
    {
        _console.MarkupLineInterpolated($"{after.Answers.Count} of {after.Answers.Count} answers are the same as before");
        foreach (var level in LoadLevel.All)
        {
            var table = new Table().Border(TableBorder.Rounded).Title(new TableTitle($"{level.Name}: {level.RatePerSecond} requests/s for {level.Duration.TotalSeconds} s"))
                .AddColumn("").AddColumn(new TableColumn("before").RightAligned()).AddColumn(new TableColumn("after").RightAligned()).AddColumn(new TableColumn("better").RightAligned());
            foreach (var row in Figures.Compare(before.Levels[level], after.Levels[level]))
                table.AddRow(Text(row.Figure), Text(row.Before), Text(row.After), Text(row.Change));
            _console.Write(table);
        }
    }

    public void End(string report, string? workFolder, TimeSpan elapsed)
    {
        _console.MarkupLineInterpolated($"[bold]Report:[/] {report}");
        if (workFolder is not null)
            _console.MarkupLineInterpolated($"Work folder: {workFolder}");
        _console.MarkupLineInterpolated($"[grey]{elapsed.TotalSeconds:0} s in all[/]");
    }

    public void Stopped() => _console.MarkupLineInterpolated($"[yellow]Stopped[/] in step {_step}, {_title}.");

    public void Failed(string message, string output)
    {
        _console.MarkupLineInterpolated($"[red]Failed[/] in step {_step}, {_title}: {message}");
        if (output.Length > 0)
            _console.WriteLine(output);
    }

    private Task<T> WithSpinnerAsync<T>(string name, Func<Action<string>, Task<T>> work) => _console.Status().StartAsync(
        Markup.Escape(name),
        status => work(detail => status.Status = Markup.Escape($"{name}: {detail}")));

    private async Task<T> WithLinesAsync<T>(string name, Func<Action<string>, Task<T>> work)
    {
        _console.WriteLine(name);
        var last = long.MinValue;
        return await work(detail =>
        {
            if (last != long.MinValue && Stopwatch.GetElapsedTime(last) < PlainProgress)
                return;

            last = Stopwatch.GetTimestamp();
            _console.WriteLine("   " + detail);
        });
    }

    private static Text Text(string text) => new(text);

    private static Markup ColourOf(Finding finding) => new(finding.Level == "warning" ? $"[yellow]{finding.Rule}[/]" : $"[blue]{finding.Rule}[/]");

    private static string PrefixOf(LineKind kind) => kind switch { LineKind.Added => "+ ", LineKind.Removed => "- ", _ => "  " };

    private static Style StyleOf(LineKind kind) => kind switch { LineKind.Added => Color.Green, LineKind.Removed => Color.Red, _ => Color.Grey };
}

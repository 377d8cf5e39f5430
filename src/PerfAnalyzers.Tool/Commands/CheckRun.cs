using PerfAnalyzers.Tool.Analysis;
using PerfAnalyzers.Tool.Learning;
using PerfAnalyzers.Tool.Loading;
using PerfAnalyzers.Tool.Reporting;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Loads, analyses and reports.</summary>
internal static class CheckRun
{
    public static Task<int> Run(CheckOptions options, Terminal terminal, CancellationToken cancellation) =>
        Failures.Report(terminal, cancellation, async () =>
        {
            var target = (await Target.Find(options.Path, cancellation)).Only(options.Projects);
            var result = await Progress.Show(terminal, options.Verbosity, progress => Analyse(target, options, progress, cancellation));
            await Report(result, options, terminal, cancellation);
            return ExitCodeOf(result, options.FailOn);
        });

    private static async Task<AnalysisResult> Analyse(
        Target target, CheckOptions options, Action<string> progress, CancellationToken cancellation)
    {
        var loaded = await SolutionLoader.Load(target, options.Restores, progress, cancellation);
        var learned = await SolutionLearning.Run(loaded, LearnedFile.Read(target.Folder), progress, cancellation);
        return await SolutionAnalysis.Run(LearnedFile.AddTo(loaded, learned), options.Overrides, progress, cancellation);
    }

    private static async Task Report(AnalysisResult result, CheckOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var paths = new RelativePaths(terminal.Folder);
        ProblemLines.Write(terminal.Error, result.Problems, paths);
        if (options.Verbosity != Verbosity.Quiet)
            SummaryTable.Write(terminal.Output, result);
        FindingLines.Write(terminal.Output, result, paths);
        await WriteFile(options.Sarif, () => SarifReport.Of(result), cancellation);
        await WriteFile(options.Html, () => HtmlReport.Of(result), cancellation);
    }

    private static async Task WriteFile(string? path, Func<string> content, CancellationToken cancellation)
    {
        if (path is null)
            return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, content(), cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"'{path}' cannot be written: {failure.Message}");
        }
    }

    private static int ExitCodeOf(AnalysisResult result, FailOn failOn)
    {
        if (result.Projects.Count + result.LeftOut.Count == 0)
            return ExitCode.WrongUsage;
        var fails = failOn switch
        {
            FailOn.Warning => result.HasAtLeast(DiagnosticSeverity.Warning),
            FailOn.Info => result.HasAtLeast(DiagnosticSeverity.Info),
            _ => false,
        };
        return fails ? ExitCode.Findings : ExitCode.Passed;
    }
}

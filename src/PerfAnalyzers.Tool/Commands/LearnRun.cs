using PerfAnalyzers.Tool.Learning;
using PerfAnalyzers.Tool.Loading;
using PerfAnalyzers.Tool.Reporting;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Loads, learns, and writes or compares.</summary>
internal static class LearnRun
{
    public static Task<int> Run(LearnOptions options, Terminal terminal, CancellationToken cancellation) =>
        Failures.Report(terminal, cancellation, async () =>
        {
            var target = await Target.Find(options.Path, cancellation);
            var old = LearnedFile.Read(target.Folder);
            var (loaded, text) = await Progress.Show(
                terminal, options.Verbosity, progress => Learn(target, options, old, progress, cancellation));
            ProblemLines.Write(terminal.Error, loaded.Problems, new RelativePaths(terminal.Folder));
            if (loaded.Projects.Count == 0)
                return ExitCode.WrongUsage;
            return options.Verifies ? await Verify(text, old, target, terminal) : await Write(text, target, terminal, cancellation);
        });

    private static async Task<(LoadedSolution, string)> Learn(
        Target target, LearnOptions options, string old, Action<string> progress, CancellationToken cancellation)
    {
        var loaded = await SolutionLoader.Load(target, options.Restores, progress, cancellation);
        return (loaded, await SolutionLearning.Run(loaded, old, progress, cancellation));
    }

    private static async Task<int> Write(string text, Target target, Terminal terminal, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(LearnedFile.PathIn(target.Folder), text, cancellation);
        await terminal.Output.WriteLineAsync($"{LearnedFile.PathIn(target.Folder)}: {LearnedFile.LinesOf(text).Count} lines.");
        return ExitCode.Passed;
    }

    private static async Task<int> Verify(string text, string old, Target target, Terminal terminal)
    {
        if (text == old)
            return ExitCode.Passed;
        var (now, before) = (LearnedFile.LinesOf(text), LearnedFile.LinesOf(old));
        foreach (var line in before.Except(now))
            await terminal.Output.WriteLineAsync($"- {line}");
        foreach (var line in now.Except(before))
            await terminal.Output.WriteLineAsync($"+ {line}");
        await terminal.Error.WriteLineAsync(
            $"{LearnedFile.PathIn(target.Folder)} is not what the code says; run 'perfanalyzers learn' and commit the file.");
        return ExitCode.Findings;
    }
}

using PerfAnalyzers.Tool.Explaining;
using PerfAnalyzers.Tool.Learning;
using PerfAnalyzers.Tool.Loading;
using PerfAnalyzers.Tool.Reporting;
using AnalyzedProject = PerfAnalyzers.Host.Project;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Loads what the file belongs to, and explains the line.</summary>
internal static class ExplainRun
{
    public static Task<int> Run(ExplainOptions options, Terminal terminal, CancellationToken cancellation) =>
        Failures.Report(terminal, cancellation, async () =>
        {
            var (file, line) = Read(options.Place, terminal.Folder);
            var path = options.Solution is { } named ? Path.GetFullPath(named, terminal.Folder) : Above(file);
            var target = await Target.Find(path, cancellation);
            var loaded = await SolutionLoader.Load(target, options.Restores, _ => { }, cancellation);
            ProblemLines.Write(terminal.Error, loaded.Problems, new RelativePaths(terminal.Folder));
            var learned = await SolutionLearning.Run(loaded, LearnedFile.Read(target.Folder), _ => { }, cancellation);
            foreach (var explained in await Explain(LearnedFile.AddTo(loaded, learned), file, line, cancellation))
                await terminal.Output.WriteLineAsync(explained);
            return ExitCode.Passed;
        });

    private static async Task<IEnumerable<string>> Explain(LoadedSolution loaded, string file, int line, CancellationToken cancellation)
    {
        var document = loaded.Projects.SelectMany(project => project.Documents).FirstOrDefault(document => document.FilePath == file)
            ?? throw new TargetException($"'{file}' belongs to no project of {loaded.Name}.");
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var lines = (await document.GetTextAsync(cancellation)).Lines.Count;
        if (line < 1 || line > lines)
            throw new TargetException($"'{file}' has no line {line}; it has {lines}.");
        var project = AnalyzedProject.Of(model.Compilation, document.Project.AnalyzerOptions);
        return LineExplanation.Of(model, line - 1, project, cancellation);
    }

    private static (string File, int Line) Read(string place, string folder)
    {
        var colon = place.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(place[(colon + 1)..], out var line))
            throw new TargetException($"'{place}' names no line; write a file and a line, such as src/Shop.cs:42.");
        var file = Path.GetFullPath(place[..colon], folder);
        return File.Exists(file) ? (file, line) : throw new TargetException($"There is no file '{file}'.");
    }

    /// <summary>The nearest folder above the file with a solution in it; where there is none, with a project.</summary>
    private static string Above(string file)
    {
        var folders = new List<string>();
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            folders.Add(folder);
        return folders.FirstOrDefault(folder => Directory.EnumerateFiles(folder).Any(SolutionFile.IsOne))
            ?? folders.FirstOrDefault(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            ?? throw new TargetException($"No folder above '{file}' holds a solution or a project; name one with --solution.");
    }
}

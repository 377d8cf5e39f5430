using Microsoft.CodeAnalysis.MSBuild;

namespace PerfAnalyzers.Tool.Loading;

/// <summary>Loads what can be loaded of a target, as an IDE would: by design-time builds, in processes of their own.</summary>
internal static class SolutionLoader
{
    /// <param name="target">What to load.</param>
    /// <param name="restores">True to restore packages first.</param>
    /// <param name="progress">Told what is at work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<LoadedSolution> Load(Target target, bool restores, Action<string> progress, CancellationToken cancellation)
    {
        List<Problem> problems = [.. target.Problems];
        if (restores)
        {
            progress("Restoring packages");
            problems.AddRange(await PackageRestore.Run(target, cancellation));
        }

        // What the solution keeps is ours; the workspace would hold on to every compilation.
        using var workspace = MSBuildWorkspace.Create(
            new Dictionary<string, string> { ["SolutionDir"] = target.Folder + Path.DirectorySeparatorChar });
        var solution = await Open(workspace, target, new LoadProgress(progress, target.Projects.Count), problems, cancellation);

        var known = target.Projects.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var loaded = solution.Projects.Where(project => known.Contains(project.FilePath ?? "") && project.HasDocuments);
        // What keeps a project from being restored keeps it from loading too.
        var named = problems.Select(problem => problem.File).ToHashSet(StringComparer.OrdinalIgnoreCase);
        problems.AddRange(WorkspaceProblems.From(workspace.Diagnostics)
            .Where(problem => IsAbout(problem, known) && !named.Contains(problem.File))
            .DistinctBy(problem => (problem.File, problem.Line)));
        return new LoadedSolution(
            target.Name, target.Folder, solution, [.. TargetFrameworks.Highest(loaded)], ProblemList.WithoutRepetition(problems));
    }

    private static async Task<Solution> Open(
        MSBuildWorkspace workspace, Target target, LoadProgress progress, List<Problem> problems, CancellationToken cancellation)
    {
        if (target.Solution is not null)
            return await workspace.OpenSolutionAsync(target.Solution, progress: progress, cancellationToken: cancellation);

        foreach (var project in target.Projects)
        {
            if (workspace.CurrentSolution.Projects.Any(known => known.FilePath == project))
                continue;
            try
            {
                await workspace.OpenProjectAsync(project, progress: progress, cancellationToken: cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                problems.Add(WorkspaceProblems.From(project, failure));
            }
        }

        return workspace.CurrentSolution;
    }

    // What the solution lists beside C# projects is named already.
    private static bool IsAbout(Problem problem, HashSet<string> projects) =>
        !Path.GetExtension(problem.File).EndsWith("proj", StringComparison.OrdinalIgnoreCase) || projects.Contains(problem.File);

    private sealed class LoadProgress(Action<string> show, int projects) : IProgress<ProjectLoadProgress>
    {
        private readonly HashSet<string> _seen = [];

        public void Report(ProjectLoadProgress value)
        {
            lock (_seen)
                if (_seen.Add(value.FilePath))
                    show($"Loading {Math.Min(_seen.Count, projects)} of {projects}: {Path.GetFileNameWithoutExtension(value.FilePath)}");
        }
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using PerfAnalyzers.Benchmarks.Measuring;

namespace PerfAnalyzers.Benchmarks.Solutions;

/// <summary>The projects of a solution that load and compile. The others are named, with what is wrong with them.</summary>
/// <param name="Projects">What can be analysed.</param>
/// <param name="Problems">A sentence for whatever cannot.</param>
internal sealed record LoadedSolution(IReadOnlyList<(Project Project, Subject Subject)> Projects, IReadOnlyList<string> Problems)
{
    public static async Task<LoadedSolution> Open(string path)
    {
        using var workspace = MSBuildWorkspace.Create();
        List<string> problems = [];
        try
        {
            if (Path.GetExtension(path) is ".sln" or ".slnx")
                await workspace.OpenSolutionAsync(path);
            else
                await workspace.OpenProjectAsync(path);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or ArgumentException)
        {
            problems.Add($"{path}: {failure.Message}");
        }

        var failures = workspace.Diagnostics.Where(problem => problem.Kind == WorkspaceDiagnosticKind.Failure);
        problems.AddRange(failures.Select(failure => failure.Message));
        List<(Project Project, Subject Subject)> projects = [];
        foreach (var project in workspace.CurrentSolution.Projects.OrderBy(project => project.Name, StringComparer.Ordinal))
        {
            var isKnown = projects.Exists(other => other.Subject.Name == project.Name);
            if (await Load(project, isKnown ? project.FilePath ?? project.Name : project.Name, problems) is { } subject)
                projects.Add((project, subject));
        }

        return new LoadedSolution(projects, problems);
    }

    // Code with errors is cheaper to analyse than the same code without.
    private static async Task<Subject?> Load(Project project, string name, List<string> problems)
    {
        if (project.Language != LanguageNames.CSharp || await project.GetCompilationAsync() is not { } compilation)
        {
            problems.Add($"{name}: only C# is analysed.");
            return null;
        }

        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0)
            return new Subject(name, compilation, project.AnalyzerOptions);
        problems.Add($"{name} is left out, is it restored? Errors: {errors.Count}, the first: {errors[0]}");
        return null;
    }
}

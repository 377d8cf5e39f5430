using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>
/// Gives projects the files that the package gives them in a build: their own tables of APIs, and their .editorconfig files, so that a
/// mistake in them can be pointed at.
/// </summary>
internal static class ConfigurationFiles
{
    /// <summary>Done before anything is compiled: a project that changes runs its source generators again.</summary>
    public static Solution AddTo(Solution solution, IEnumerable<ProjectId> projects) => projects.Aggregate(solution, AddTo);

    private static Solution AddTo(Solution solution, ProjectId id)
    {
        var project = solution.GetProject(id)!;
        var known = project.AdditionalDocuments.Select(document => document.FilePath).ToHashSet();
        foreach (var path in Tables(project).Concat(EditorConfigs(project)).Where(path => !known.Contains(path)))
        {
            var text = SourceText.From(File.ReadAllText(path));
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), text, filePath: path);
        }

        return solution;
    }

    private static IEnumerable<string> Tables(Project project) => Path.GetDirectoryName(project.FilePath) is { } folder
        ? Directory.EnumerateFiles(folder, "*.apis").Order(StringComparer.Ordinal)
        : [];

    private static IEnumerable<string> EditorConfigs(Project project) =>
        project.AnalyzerConfigDocuments.Select(document => document.FilePath).OfType<string>()
            .Where(path => Path.GetFileName(path) == ".editorconfig" && File.Exists(path));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.Tests.House;

/// <summary>What rules and fixes must stand.</summary>
internal static class Robustness
{
    /// <summary>An edit that others can see makes a fix compile the whole project, so that small projects cost far less than a big one.</summary>
    private const int FilesPerProject = 25;

    /// <summary>No rule and no fix fails in the files.</summary>
    public static async Task Survive(IEnumerable<string> files, IEnumerable<MetadataReference>? references = null)
    {
        await foreach (var project in Projects(files.Select(Apart), Corpus.Empty(references: references)))
            await Corpus.FixEverything(project);
    }

    /// <summary>Something is fixed in the corpus, and no fix breaks what compiles.</summary>
    public static async Task KeepCompiling(LanguageVersion version, NullableContextOptions nullable)
    {
        var changed = new List<DocumentId>();
        await foreach (var project in Projects(Corpus.Files.Select(file => file.Code), Corpus.Empty(version, nullable)))
        {
            var before = await Corpus.CompilerErrors(project);

            var fixedProject = await Corpus.FixEverything(project);

            changed.AddRange(fixedProject.GetChanges(project).GetChangedDocuments());
            var after = await Corpus.CompilerErrors(fixedProject);
            Assert.Empty(after.Where(errors => errors.Count() > before[errors.Key].Count()).SelectMany(errors => errors));
        }
        Assert.NotEmpty(changed);
    }

    private static async IAsyncEnumerable<Project> Projects(IEnumerable<string> files, Project empty)
    {
        await empty.GetCompilationAsync(TestContext.Current.CancellationToken);
        foreach (var batch in files.Chunk(FilesPerProject))
            yield return Corpus.Project(empty, batch);
    }

    /// <summary>Cuts of one snippet would declare the same types, and every fix would fail on that instead of on what is broken.</summary>
    private static string Apart(string code, int index) => code.Replace("namespace Snippet", $"namespace Copy{index}.Snippet");
}

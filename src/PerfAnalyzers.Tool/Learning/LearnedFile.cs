using System.Text;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>
/// The table of what was learned, as it stands at the root of the solution: sorted, without dates, so that it can be reviewed and
/// committed. Lines that begin with <c>!</c> are the user's own; they stay, and win.
/// </summary>
internal static class LearnedFile
{
    private const string Header = """
        # What the members of this solution do that other projects call, and who runs them.
        # Written by 'perfanalyzers learn'; lines that begin with '!' are kept, and say that a member does not have the role.

        """;

    public static string PathIn(string folder) => Path.Combine(folder, ApiTable.LearnedFile);

    /// <summary>What stands there; empty where there is none.</summary>
    public static string Read(string folder) => File.Exists(PathIn(folder)) ? File.ReadAllText(PathIn(folder)) : "";

    /// <summary>The new text: the lines that were learned, and those of the old text that are the user's own.</summary>
    public static string Write(IEnumerable<LearnedLine> lines, string old)
    {
        var text = new StringBuilder(Header.ReplaceLineEndings("\n"));
        foreach (var line in lines.Select(line => line.ToString()).Concat(KeptIn(old)).Distinct().Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>The solution, every project of which has the text among its additional files, in place of an older one.</summary>
    public static LoadedSolution AddTo(LoadedSolution loaded, string text)
    {
        var solution = loaded.Solution;
        foreach (var project in loaded.Projects)
        {
            var old = solution.GetProject(project.Id)!.AdditionalDocuments.Where(IsLearned).Select(document => document.Id);
            solution = solution.RemoveAdditionalDocuments([.. old]).AddAdditionalDocument(
                DocumentId.CreateNewId(project.Id), ApiTable.LearnedFile, SourceText.From(text), filePath: PathIn(loaded.Folder));
        }
        return loaded with { Solution = solution, Projects = [.. loaded.Projects.Select(project => solution.GetProject(project.Id)!)] };
    }

    private static bool IsLearned(TextDocument document) => Path.GetFileName(document.FilePath) == ApiTable.LearnedFile;

    /// <summary>The text as an analyzer is given it.</summary>
    public static AdditionalText AsAdditionalText(string text, string folder) => new InMemory(PathIn(folder), SourceText.From(text));

    /// <summary>What the text says, without its comments at the head.</summary>
    public static IReadOnlyList<string> LinesOf(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#')];

    private static IEnumerable<string> KeptIn(string old) =>
        old.Split('\n').Select(line => line.TrimEnd()).Where(line => line.StartsWith('!'));

    private sealed class InMemory(string path, SourceText text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }
}

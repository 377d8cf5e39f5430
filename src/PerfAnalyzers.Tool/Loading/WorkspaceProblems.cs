using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Loading;

/// <summary>What the workspace says about projects, in words for the user.</summary>
internal static partial class WorkspaceProblems
{
    public static IEnumerable<Problem> From(IEnumerable<WorkspaceDiagnostic> diagnostics) =>
        from diagnostic in diagnostics
        where diagnostic.Kind == WorkspaceDiagnosticKind.Failure && !IsNote(diagnostic.Message)
        select From(diagnostic.Message);

    // NuGet's warning that a package has another version than the one asked for comes as a failure.
    private static bool IsNote(string message) => message.TrimEnd().EndsWith("was resolved instead.", StringComparison.Ordinal);

    /// <summary>What stopped a project that was opened by itself.</summary>
    public static Problem From(string project, Exception failure)
    {
        var problem = From(failure.Message);
        return problem.File.Length > 0 ? problem : problem with { File = project };
    }

    private static Problem From(string message)
    {
        if (Failure().Match(message) is not { Success: true } match)
            return new Problem(File: "", Line: null, message);

        var (file, text) = (match.Groups["file"].Value, match.Groups["text"].Value.Trim());
        if (BuildMessage.Parse(text) is { } error)
            return (error with { Project = file }).ToProblem();
        var at = Position().Match(text);
        return new Problem(
            at.Groups["file"] is { Success: true } named ? named.Value : file,
            at.Groups["line"] is { Success: true } line ? int.Parse(line.ValueSpan) : null,
            at.Success ? text[..at.Index].Trim() : text,
            RemedyFor(text));
    }

    private static string RemedyFor(string text)
    {
        if (text.Contains("project file could not be loaded", StringComparison.Ordinal))
            return Remedy.For("MSB4025", text);
        if (text.Contains("SDK", StringComparison.Ordinal) && text.Contains("could not be found", StringComparison.Ordinal))
            return Remedy.For("MSB4236", text);
        return Remedy.For("", text);
    }

    [GeneratedRegex(@"the file '(?<file>[^']+)' with message: (?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex Failure();

    // As exceptions of XML and of MSBuild end.
    [GeneratedRegex(@"\s*(Line (?<line>\d+), position \d+\.)?\s*(?<file>(/|[A-Za-z]:\\)[^:*?""]*proj)?\s*$")]
    private static partial Regex Position();
}

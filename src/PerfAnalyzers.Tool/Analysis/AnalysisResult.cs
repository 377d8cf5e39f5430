using PerfAnalyzers.Tool.Loading;

namespace PerfAnalyzers.Tool.Analysis;

/// <summary>What one run found.</summary>
/// <param name="Name">The solution or project.</param>
/// <param name="Folder">Where it stands.</param>
/// <param name="Findings">By file and line.</param>
/// <param name="Projects">The names of the projects that were analysed.</param>
/// <param name="LeftOut">Those in which the rules are silent: tests, benchmarks, user interfaces.</param>
/// <param name="Lines">How many lines of C# were read.</param>
/// <param name="Problems">What could not be analysed.</param>
internal sealed record AnalysisResult(
    string Name, string Folder, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Projects, IReadOnlyList<string> LeftOut,
    int Lines, IReadOnlyList<Problem> Problems)
{
    public int Warnings => Findings.Count(finding => finding.IsWarning);

    public int Suggestions => Findings.Count - Warnings;

    public bool HasAtLeast(DiagnosticSeverity severity) => Findings.Any(finding => finding.Severity >= severity);
}

using PerfAnalyzers.Tool.Analysis;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>One line for each finding, as compilers write them, so that editors and build servers can follow it.</summary>
internal static class FindingLines
{
    public static void Write(TextWriter output, AnalysisResult result, RelativePaths paths)
    {
        foreach (var finding in result.Findings)
            output.WriteLine($"{PlaceOf(finding, paths)}: {LevelOf(finding.Severity)} {finding.Rule.Id}: {finding.Message}");
        if (result.Findings.Count > 0)
            output.WriteLine();
        output.WriteLine(Summary.Of(result));
    }

    private static string LevelOf(DiagnosticSeverity severity) => severity.ToString().ToLowerInvariant();

    private static string PlaceOf(Finding finding, RelativePaths paths)
    {
        if (!finding.Place.HasMappedPath && finding.Place.Path.Length == 0)
            return finding.Project;
        var start = finding.Place.StartLinePosition;
        return $"{paths.Of(finding.Place.Path)}({start.Line + 1},{start.Character + 1})";
    }
}

using PerfAnalyzers.Tool.Analysis;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The run in one sentence, and the words for amounts.</summary>
internal static class Summary
{
    public static string Of(AnalysisResult result)
    {
        var leftOut = result.LeftOut.Count > 0 ? $"; {result.LeftOut.Count} left out: tests, benchmarks and user interfaces" : "";
        return $"{Amount(result.Warnings, "warning")} and {Amount(result.Suggestions, "suggestion")} in "
            + $"{Amount(result.Projects.Count, "project")}, {Amount(result.Lines, "line")}{leftOut}.";
    }

    public static string Amount(int count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Harness;

/// <summary>What a rule reports in a project that a test has built for itself.</summary>
internal static class Findings
{
    public static async Task<ImmutableArray<Diagnostic>> Of(DiagnosticAnalyzer rule, Project project)
    {
        var compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var found = await compilation!.WithAnalyzers([rule], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Location.SourceSpan.End)];
    }

    /// <summary>The calls that a finding shows, each with its file.</summary>
    public static IEnumerable<string> StepsOf(Diagnostic finding) => finding.AdditionalLocations
        .Select(step => $"{step.SourceTree!.FilePath}: {step.SourceTree.GetText(TestContext.Current.CancellationToken).ToString(step.SourceSpan)}");
}

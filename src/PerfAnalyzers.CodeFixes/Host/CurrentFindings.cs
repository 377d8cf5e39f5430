using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>What a rule reports in some documents of a solution, asked of the rule itself.</summary>
/// <param name="rule">The rule.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class CurrentFindings(DiagnosticAnalyzer rule, CancellationToken cancellation)
{
    private readonly ImmutableArray<DiagnosticAnalyzer> rules = ImmutableArray.Create(rule);

    public async Task<IEnumerable<PendingSite>> In(Solution solution, IEnumerable<DocumentId> documents)
    {
        var found = new List<PendingSite>();
        foreach (var project in documents.GroupBy(document => document.ProjectId))
        {
            var compilation = (await solution.GetProject(project.Key)!.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
            var analysis = compilation.WithAnalyzers(rules, solution.GetProject(project.Key)!.AnalyzerOptions);
            foreach (var id in project)
            {
                var tree = (await solution.GetDocument(id)!.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false))!;
                var model = compilation.GetSemanticModel(tree);
                var diagnostics = await analysis
                    .GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellation).ConfigureAwait(false);
                found.AddRange(diagnostics
                    .Where(diagnostic => diagnostic.Id == rule.SupportedDiagnostics[0].Id && !diagnostic.IsSuppressed)
                    .Select(diagnostic => new PendingSite(id, diagnostic.Location.SourceSpan, diagnostic.Properties)));
            }
        }
        return found;
    }
}

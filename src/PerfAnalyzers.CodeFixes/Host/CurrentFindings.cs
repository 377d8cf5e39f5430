using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Host;
using AnalyzedProject = PerfAnalyzers.Host.Project;

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
        foreach (var asked in documents.GroupBy(document => document.ProjectId))
        {
            var project = solution.GetProject(asked.Key)!;
            var compilation = (await project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
            var trees = new Dictionary<SyntaxTree, DocumentId>();
            foreach (var id in asked)
                trees[(await solution.GetDocument(id)!.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false))!] = id;
            if (trees.Keys.Any(tree => MayReport(compilation, tree, project.AnalyzerOptions)))
                found.AddRange(await Reported(compilation, project.AnalyzerOptions, trees).ConfigureAwait(false));
        }
        return found;
    }

    /// <summary>
    /// The analysis of a whole project knows what is suppressed, where code is generated and which severity holds. That of a single file is
    /// no substitute: over real projects it left findings out.
    /// </summary>
    private async Task<IEnumerable<PendingSite>> Reported(
        Compilation compilation, AnalyzerOptions options, Dictionary<SyntaxTree, DocumentId> trees)
    {
        var diagnostics = await compilation.WithAnalyzers(rules, options)
            .GetAnalyzerDiagnosticsAsync(cancellation).ConfigureAwait(false);
        return
            from diagnostic in diagnostics
            where diagnostic.Id == rule.SupportedDiagnostics[0].Id && !diagnostic.IsSuppressed
            where diagnostic.Location.SourceTree is { } tree && trees.ContainsKey(tree)
            select new PendingSite(trees[diagnostic.Location.SourceTree!], diagnostic.Location.SourceSpan, diagnostic.Properties);
    }

    /// <summary>False for most files, at little cost: the rule itself finds nothing there, so that no analysis has to be run.</summary>
    private bool MayReport(Compilation compilation, SyntaxTree tree, AnalyzerOptions options) =>
        rule is not CallRule calls
        || calls.Judge(compilation.GetSemanticModel(tree), AnalyzedProject.Of(compilation, options), cancellation)
            .Any(judged => judged.Verdict is Finding);
}

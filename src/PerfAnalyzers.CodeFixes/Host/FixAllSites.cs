using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.Host.Options;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Fixes the occurrences of a document one after the other, each on the result of those before it, and leaves alone what cannot be fixed.
/// The batch fixer merges independent edits instead, and gives up on the whole where the first occurrence has no fix.
/// </summary>
internal sealed class FixAllSites(PerfFix fix) : DocumentBasedFixAllProvider
{
    protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancellation = context.CancellationToken;
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var sites = diagnostics
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => (Node: PerfFix.NodeOf(root, diagnostic), Mark: new SyntaxAnnotation(), diagnostic.Properties))
            .ToList();
        var marks = sites.ToLookup(site => site.Node, site => site.Mark);
        var current = document.WithSyntaxRoot(root.ReplaceNodes(
            sites.Select(site => site.Node).Distinct(), (original, rewritten) => rewritten.WithAdditionalAnnotations(marks[original])));

        var takesReview = PerfOption.FixAll.Read(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree)) == "all";
        var changed = false;
        foreach (var site in sites)
        {
            root = (await current.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            if (root.GetAnnotatedNodes(site.Mark).FirstOrDefault() is not { } node
                || await fix.TryFix(current, node, site.Properties, cancellation).ConfigureAwait(false) is not { } result
                || (result.NeedsReview && !takesReview))
                continue;
            current = result.Document;
            changed = true;
        }
        return changed ? current : null;
    }
}

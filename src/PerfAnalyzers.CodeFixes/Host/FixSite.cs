using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>One flagged occurrence, and what a fix may ask about it.</summary>
/// <param name="Document">The document as it is now; in a Fix All, with the fixes of earlier rounds applied.</param>
/// <param name="Root">Its root.</param>
/// <param name="Model">Its semantic model.</param>
/// <param name="Node">The flagged node.</param>
/// <param name="Properties">What the rule left for the fix.</param>
/// <param name="Cancellation">Ends the work.</param>
internal sealed record FixSite(
    Document Document, SyntaxNode Root, SemanticModel Model, SyntaxNode Node, ImmutableDictionary<string, string?> Properties,
    CancellationToken Cancellation)
{
    /// <summary>Nothing to propose.</summary>
    public static Task<ImmutableArray<Proposal>> None { get; } = Task.FromResult(ImmutableArray<Proposal>.Empty);

    public Solution Solution => Document.Project.Solution;

    /// <summary>What is configured for the file.</summary>
    public AnalyzerConfigOptions Options =>
        Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(Root.SyntaxTree);

    public static async Task<FixSite> At(
        Document document, TextSpan span, ImmutableDictionary<string, string?> properties, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        return new(document, root, model, root.FindNode(span, getInnermostNodeForTie: true), properties, cancellation);
    }

    /// <summary>What stays inside the document, as proposals in the same order; without what could not be rewritten.</summary>
    public ImmutableArray<Proposal> Offer(params Rewriting?[] rewritings) => rewritings.OfType<Rewriting>()
        .Select(one => new Proposal(one.Key, one.Title, one.NeedsReview, SolutionEdits.Of(Document, one.Root)))
        .ToImmutableArray();
}

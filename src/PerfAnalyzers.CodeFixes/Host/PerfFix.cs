using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// Base of every fix: one rule, one equivalence key, a Fix All that works. A fix says how one occurrence is rewritten;
/// the base offers it only where the result compiles without a new error or warning.
/// </summary>
public abstract class PerfFix : CodeFixProvider
{
    private readonly string id;

    private protected PerfFix(string id)
    {
        this.id = id;
        FixableDiagnosticIds = ImmutableArray.Create(id);
    }

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() => new FixAllSites(this);

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
            if (await TryFix(context.Document, NodeOf(root!, diagnostic), diagnostic.Properties, context.CancellationToken).ConfigureAwait(false) is { } result)
                context.RegisterCodeFix(
                    CodeAction.Create(result.NeedsReview ? result.Title + " (review)" : result.Title, _ => Task.FromResult(result.Document), equivalenceKey: id),
                    diagnostic);
    }

    internal static SyntaxNode NodeOf(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The document with the occurrence at <paramref name="node"/> rewritten, or null where that cannot be done safely.</summary>
    internal async Task<FixedSite?> TryFix(
        Document document, SyntaxNode node, ImmutableDictionary<string, string?> properties, CancellationToken cancellation)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (await Rewrite(new FixSite(document, root!, model!, node, properties, cancellation)).ConfigureAwait(false) is not { } rewriting)
            return null;

        var rewritten = await Tidy.Document(document.WithSyntaxRoot(rewriting.Root), cancellation).ConfigureAwait(false);
        return await CompileCheck.IsWorse(document, rewritten, cancellation).ConfigureAwait(false)
            ? null
            : new(rewritten, rewriting.Title, rewriting.NeedsReview);
    }

    /// <summary>How one occurrence is rewritten; null where it cannot be.</summary>
    private protected abstract Task<Rewriting?> Rewrite(FixSite site);
}

/// <summary>One flagged occurrence, and what a fix may ask about it.</summary>
/// <param name="Document">The document as it is now; in a Fix All, with the fixes before this one applied.</param>
/// <param name="Root">Its root.</param>
/// <param name="Model">Its semantic model.</param>
/// <param name="Node">The flagged node.</param>
/// <param name="Properties">What the rule left for the fix.</param>
/// <param name="Cancellation">Ends the work.</param>
internal sealed record FixSite(
    Document Document, SyntaxNode Root, SemanticModel Model, SyntaxNode Node, ImmutableDictionary<string, string?> Properties, CancellationToken Cancellation);

/// <summary>The rewritten root of a document.</summary>
/// <param name="Root">The new root. Nodes that carry Formatter, Simplifier or AddImports annotations are tidied.</param>
/// <param name="Title">What the light bulb says, an imperative without a full stop.</param>
/// <param name="NeedsReview">True where the rewrite changes something that its author should look at; Fix All takes it only when asked.</param>
internal sealed record Rewriting(SyntaxNode Root, string Title, bool NeedsReview = false);

/// <summary>A rewritten document that compiles as well as before.</summary>
internal sealed record FixedSite(Document Document, string Title, bool NeedsReview);

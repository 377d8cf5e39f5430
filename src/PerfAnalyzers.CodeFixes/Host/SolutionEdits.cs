using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>New roots for documents of any project. Nodes that carry Formatter, Simplifier or AddImports annotations are tidied.</summary>
internal sealed class SolutionEdits
{
    private readonly ImmutableDictionary<DocumentId, SyntaxNode> roots;

    private SolutionEdits(ImmutableDictionary<DocumentId, SyntaxNode> roots) => this.roots = roots;

    public static SolutionEdits Of(Document document, SyntaxNode root) =>
        new(ImmutableDictionary<DocumentId, SyntaxNode>.Empty.Add(document.Id, root));

    /// <summary>These edits, and a new root for one more document, or instead of the one that it has here.</summary>
    public SolutionEdits With(Document document, SyntaxNode root) => new(roots.SetItem(document.Id, root));

    /// <summary>The same as changes of the text, tidied.</summary>
    public async Task<TextEdits> InText(Solution solution, CancellationToken cancellation)
    {
        var edited = roots.Aggregate(solution, (current, root) => current.WithDocumentSyntaxRoot(root.Key, root.Value));
        var changes = ImmutableDictionary.CreateBuilder<DocumentId, ImmutableArray<TextChange>>();
        foreach (var id in roots.Keys)
        {
            var tidied = await Tidy.Document(edited.GetDocument(id)!, cancellation).ConfigureAwait(false);
            var changed = await tidied.GetTextChangesAsync(solution.GetDocument(id)!, cancellation).ConfigureAwait(false);
            changes[solution.FirstOfLinked(id)] = changed.ToImmutableArray();
        }
        return new(changes.ToImmutable());
    }
}

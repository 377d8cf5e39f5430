using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// What is known of findings that were looked at and still stand: how many of their proposals are out of the question. It holds until
/// somebody edits the member around the finding.
/// </summary>
internal sealed class Settled
{
    private readonly Dictionary<DocumentId, List<Entry>> entries = [];

    /// <summary>How many proposals, from the first, must not be tried again.</summary>
    public int Ruled(PendingSite site) =>
        entries.TryGetValue(site.Document, out var known) ? known.FirstOrDefault(entry => entry.Span == site.Span)?.Ruled ?? 0 : 0;

    public void RuleOut(PendingSite site, SyntaxNode node, int proposals)
    {
        if (!entries.TryGetValue(site.Document, out var known))
            entries[site.Document] = known = [];
        known.RemoveAll(entry => entry.Span == site.Span);
        known.Add(new(site.Span, Merge.MemberAround(node) ?? node.SyntaxTree.GetRoot().FullSpan, proposals));
    }

    /// <summary>Follows the findings through an edit of their document.</summary>
    public void Shift(DocumentId document, IReadOnlyCollection<TextChange> changes)
    {
        if (entries.TryGetValue(document, out var known))
            entries[document] = known.Where(entry => !changes.Any(change => change.Span.IntersectsWith(entry.Member)))
                .Select(entry => entry.MovedBy(Offset(changes, entry.Member.Start))).ToList();
    }

    /// <summary>Forgets everything: after edits elsewhere, what was out of the question may be possible.</summary>
    public void Clear() => entries.Clear();

    private static int Offset(IEnumerable<TextChange> changes, int position) =>
        changes.Where(change => change.Span.End <= position).Sum(change => (change.NewText?.Length ?? 0) - change.Span.Length);

    private sealed record Entry(TextSpan Span, TextSpan Member, int Ruled)
    {
        public Entry MovedBy(int offset) => this with
        {
            Span = new(Span.Start + offset, Span.Length),
            Member = new(Member.Start + offset, Member.Length),
        };
    }
}

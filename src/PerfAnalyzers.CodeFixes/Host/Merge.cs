using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>
/// The edits of one round, all made for the same text. Edits that touch the same member, or the same place, do not go together.
/// </summary>
internal sealed class Merge(Solution solution)
{
    private readonly Dictionary<DocumentId, List<TextChange>> changes = [];
    private readonly HashSet<(DocumentId, TextSpan)> members = [];

    /// <summary>True where an edit of this round touches the member around the node.</summary>
    public bool Touches(DocumentId document, SyntaxNode node) =>
        MemberAround(node) is { } member && members.Contains((solution.FirstOfLinked(document), member));

    /// <summary>Takes the edits, or does nothing and is false where they must wait for the next round.</summary>
    public async Task<bool> TryAdd(TextEdits edits, CancellationToken cancellation)
    {
        var added = new List<(DocumentId Document, TextChange Change, TextSpan? Member)>();
        foreach (var document in edits.Changes)
        {
            var root = (await solution.GetDocument(document.Key)!.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            added.AddRange(document.Value.Select(change => (document.Key, change, MemberAround(root, change.Span))));
        }
        if (added.Any(edit => Collides(edit.Document, edit.Change, edit.Member)))
            return false;
        foreach (var (document, change, member) in added)
        {
            Of(document).Add(change);
            if (member is { } touched)
                members.Add((document, touched));
        }
        return true;
    }

    private bool Collides(DocumentId document, TextChange change, TextSpan? member) =>
        (member is { } touched && members.Contains((document, touched)))
        || Of(document).Any(other => IsNear(other.Span, change.Span) && !(member is null && other.Equals(change)));

    private static bool IsNear(TextSpan one, TextSpan other) => one.Start <= other.End && other.Start <= one.End;

    private List<TextChange> Of(DocumentId document) => changes.TryGetValue(document, out var known) ? known : changes[document] = [];

    private static TextSpan? MemberAround(SyntaxNode root, TextSpan change)
    {
        var member = MemberAround(root.FindNode(change));
        return member is { } span && change.Start > span.Start && change.End < span.End ? span : null;
    }

    /// <summary>The span of the member that holds the node; of everything, for statements of a program that stand in no member.</summary>
    public static TextSpan? MemberAround(SyntaxNode node)
    {
        var member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(IsMember);
        return member is GlobalStatementSyntax ? member.SyntaxTree.GetRoot().Span : member?.Span;
    }

    private static bool IsMember(MemberDeclarationSyntax member) =>
        member is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax);
}

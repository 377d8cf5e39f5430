using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.Connections;

/// <summary>Writes a shared client in the place of one that a call creates: the local goes, and everything that disposes of it.</summary>
internal static class ClientReplacement
{
    /// <summary>The root with an instance at hand instead of the client; null where the client is set up for this call.</summary>
    public static SyntaxNode? ByInstance(FixSite site, ClientHolder holder, string instance) =>
        holder.Settings.Count == 0 && !holder.IsConfigured && DisposalsOf(holder) is { } disposals
            ? Replace(site.Root.TrackNodes(NodesOf(holder, disposals)), holder, instance, disposals)
            : null;

    /// <summary>The root with a static field instead of the client; null where its uses do not allow that.</summary>
    public static SyntaxNode? ByField(FixSite site, ClientHolder holder, ClientField field)
    {
        if (DisposalsOf(holder) is not { } disposals)
            return null;
        List<StatementSyntax> gone = [.. disposals, .. holder.Settings];
        if (field.Handler is { } handler)
            gone.Add(handler);
        var root = site.Root.TrackNodes(NodesOf(holder, gone).Append(field.Owner));
        root = Replace(root, holder, field.Access, gone);
        return field.Field.AddTo(root, root.GetCurrentNode(field.Owner)!);
    }

    private static SyntaxNode Replace(SyntaxNode root, ClientHolder holder, string shared, IReadOnlyList<StatementSyntax> gone)
    {
        foreach (var use in holder.Uses.Where(use => !gone.Any(statement => statement.Contains(use))))
            root = root.ReplaceNode(root.GetCurrentNode(use)!, SyntaxFactory.ParseExpression(shared).WithTriviaFrom(use));
        foreach (var statement in gone)
            root = StatementRemoval.Remove(root, root.GetCurrentNode(statement)!);
        if (holder.Statement is not { } declaration)
            return root.ReplaceNode(root.GetCurrentNode(holder.Value)!, SyntaxFactory.ParseExpression(shared).WithTriviaFrom(holder.Value));
        var current = root.GetCurrentNode(declaration)!;
        return current is UsingStatementSyntax resource ? StatementRemoval.Unwrap(root, resource) : StatementRemoval.Remove(root, current);
    }

    private static IEnumerable<SyntaxNode> NodesOf(ClientHolder holder, IEnumerable<StatementSyntax> gone)
    {
        IEnumerable<SyntaxNode> nodes = [.. gone, .. holder.Uses, holder.Value];
        return holder.Statement is { } statement ? nodes.Append(statement) : nodes;
    }

    /// <summary>The statements that dispose of the client; null where one of them cannot go, or where the local is assigned anew.</summary>
    private static List<StatementSyntax>? DisposalsOf(ClientHolder holder)
    {
        List<StatementSyntax> disposals = [.. holder.Uses.Select(ClientHolder.DisposalOf).OfType<StatementSyntax>()];
        return holder.Uses.Any(MayAssign) || !disposals.All(CanGo) ? null : disposals;
    }

    private static bool MayAssign(IdentifierNameSyntax use) =>
        use.Parent is AssignmentExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 };

    /// <summary>False for what a finally block does: the try statement would be left without it.</summary>
    private static bool CanGo(StatementSyntax disposal) => disposal.Parent is BlockSyntax { Parent: not FinallyClauseSyntax };
}

using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.CodeFixes.Host;

/// <summary>The identifiers of a file, read once per edit of it: a file that does not mention a name cannot mean what bears it.</summary>
internal static class Mentions
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> ByTree = new();

    public static HashSet<string> In(SyntaxTree tree, CancellationToken cancellation) =>
        ByTree.TryGetValue(tree, out var known) ? known : ByTree.GetValue(tree, _ => new(Of(tree.GetRoot(cancellation))));

    private static IEnumerable<string> Of(SyntaxNode root) =>
        root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
}

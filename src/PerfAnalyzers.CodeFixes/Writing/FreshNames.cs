using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Names for new local variables that clash with nothing in scope, nor with any name in the same member.</summary>
internal sealed class FreshNames
{
    private readonly HashSet<string> taken;

    public FreshNames(SemanticModel model, SyntaxNode at)
    {
        var member = at.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? at.SyntaxTree.GetRoot();
        taken = new(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        taken.UnionWith(model.LookupSymbols(at.SpanStart).Where(symbol => symbol is not (INamespaceOrTypeSymbol or IMethodSymbol)).Select(symbol => symbol.Name));
    }

    /// <summary>The first of the names that is free, or the last one with a number.</summary>
    public string Take(string wanted, string? otherwise = null)
    {
        if (otherwise is not null && taken.Contains(wanted))
            wanted = otherwise;
        var name = SyntaxFacts.GetKeywordKind(wanted) == SyntaxKind.None ? wanted : wanted + "Values";
        for (var number = 2; !taken.Add(name); number++)
            name = wanted + number;
        return name;
    }

    public static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    public static string Plural(string name) =>
        name.EndsWith("s", StringComparison.Ordinal) || name.EndsWith("x", StringComparison.Ordinal) || name.EndsWith("ch", StringComparison.Ordinal) ? name + "es"
        : name.Length > 1 && name.EndsWith("y", StringComparison.Ordinal) && !"aeiou".Contains(name[name.Length - 2]) ? name.Substring(0, name.Length - 1) + "ies"
        : name + "s";
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Names for new variables and members that clash with nothing in scope, nor with any name that is written nearby.</summary>
internal sealed class FreshNames
{
    private readonly HashSet<string> written;
    private readonly Func<string, bool> isInScope;

    private FreshNames(SyntaxNode within, Func<string, bool> isInScope)
    {
        written = new(within.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        this.isInScope = isInScope;
    }

    /// <summary>Names for local variables, different from every name in the same member.</summary>
    public static FreshNames OfLocals(SemanticModel model, SyntaxNode at)
    {
        var member = at.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? at.SyntaxTree.GetRoot();
        return new(member, name => model.LookupSymbols(at.SpanStart, name: name).Any(IsValue));
    }

    /// <summary>Names for members, different from every name in the type.</summary>
    public static FreshNames OfMembers(SemanticModel model, TypeDeclarationSyntax type) =>
        new(type, name => !model.LookupSymbols(type.OpenBraceToken.Span.End, name: name).IsEmpty);

    /// <summary>The first of the names that is free, or the last one with a number.</summary>
    public string Take(string wanted, string? otherwise = null)
    {
        if (otherwise is not null && IsTaken(wanted))
            wanted = otherwise;
        var name = SyntaxFacts.GetKeywordKind(wanted) == SyntaxKind.None ? wanted : wanted + "Values";
        for (var number = 2; IsTaken(name); number++)
            name = wanted + number;
        written.Add(name);
        return name;
    }

    public static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    public static string Plural(string name)
    {
        if (new[] { "s", "x", "ch" }.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
            return name + "es";
        var turns = name.Length > 1 && name.EndsWith("y", StringComparison.Ordinal) && !"aeiou".Contains(name[name.Length - 2]);
        return turns ? name.Substring(0, name.Length - 1) + "ies" : name + "s";
    }

    private static bool IsValue(ISymbol symbol) => symbol is not (INamespaceOrTypeSymbol or IMethodSymbol);

    private bool IsTaken(string name) => written.Contains(name) || isInScope(name);
}

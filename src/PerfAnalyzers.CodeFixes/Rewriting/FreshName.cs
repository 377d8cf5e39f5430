using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes;

/// <summary>Names for new variables that neither clash with nor hide anything in the member around them.</summary>
internal static class FreshName
{
    public static string Like(string wish, SyntaxNode at, SemanticModel model)
    {
        SyntaxNode member = at.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(node => node is not GlobalStatementSyntax) ?? at.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        taken.UnionWith(model.LookupSymbols(at.SpanStart).Select(symbol => symbol.Name));
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? wish : wish + number).First(name => !taken.Contains(name));
    }
}

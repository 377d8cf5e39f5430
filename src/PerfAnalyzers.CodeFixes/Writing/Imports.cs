using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Writing;

internal static class Imports
{
    /// <summary>The root with a using directive for each namespace that is not imported at the position.</summary>
    public static SyntaxNode Add(SyntaxNode root, SemanticModel model, int position, params string?[] imported) =>
        imported.Aggregate(root, (current, name) => Add(current, model, position, name));

    private static SyntaxNode Add(SyntaxNode root, SemanticModel model, int position, string? imported)
    {
        if (imported is null || root is not CompilationUnitSyntax unit || root.DescendantNodes(IsContainer).OfType<UsingDirectiveSyntax>().Any(directive => directive.Name?.ToString() == imported)
            || model.GetImportScopes(position).SelectMany(scope => scope.Imports).Any(import => import.NamespaceOrType.ToDisplayString() == imported))
            return root;
        var newLine = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } found ? found : ElasticCarriageReturnLineFeed;
        var directive = UsingDirective(ParseName(imported)).WithUsingKeyword(Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space)).WithTrailingTrivia(newLine);
        if (unit.Usings.Count > 0)
            return unit.WithUsings(With(unit.Usings, directive, imported));
        return unit.Members is [BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } inner]
            ? unit.ReplaceNode(inner, inner.WithUsings(With(inner.Usings, directive, imported)))
            : AsFirst(unit, directive, newLine);
    }

    private static SyntaxList<UsingDirectiveSyntax> With(SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax directive, string imported)
    {
        var index = IndexFor(imported, usings);
        if (index == usings.Count)
            return usings.Insert(index, directive.WithLeadingTrivia(Indentation(usings[index - 1])));
        if (index > 0)
            return usings.Insert(index, directive.WithLeadingTrivia(Indentation(usings[index])));
        var first = usings[0];
        return usings.Replace(first, first.WithLeadingTrivia(Indentation(first))).Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia()));
    }

    /// <summary>Below the comment that heads the file, which stands apart from the code or on top of a namespace.</summary>
    private static CompilationUnitSyntax AsFirst(CompilationUnitSyntax unit, UsingDirectiveSyntax directive, SyntaxTrivia newLine)
    {
        if (unit.GetFirstToken() is var first && unit.Members is not [BaseNamespaceDeclarationSyntax, ..])
            return unit.WithUsings(SingletonList(directive));
        var head = first.LeadingTrivia;
        return unit.ReplaceToken(first, first.WithLeadingTrivia(newLine)).WithUsings(SingletonList(directive.WithLeadingTrivia(head)));
    }

    private static SyntaxTriviaList Indentation(UsingDirectiveSyntax directive) =>
        directive.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? TriviaList(last) : default;

    private static bool IsContainer(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax;

    /// <summary>Among its own kind by name, wherever the file keeps that; else System first, as Visual Studio does.</summary>
    private static int IndexFor(string imported, SyntaxList<UsingDirectiveSyntax> usings)
    {
        var plain = usings.Where(other => other.Alias is null && other.StaticKeyword.RawKind == 0 && other.GlobalKeyword.RawKind == 0).ToList();
        var kin = plain.Where(other => IsSystem(NameOf(other)) == IsSystem(imported)).ToList();
        if (kin.LastOrDefault(other => string.CompareOrdinal(NameOf(other), imported) < 0) is { } before)
            return usings.IndexOf(before) + 1;
        if ((kin.FirstOrDefault() ?? (IsSystem(imported) ? plain.FirstOrDefault() : null)) is { } after)
            return usings.IndexOf(after);
        return plain.Count > 0 ? usings.IndexOf(plain.Last()) + 1 : usings.TakeWhile(other => other.GlobalKeyword.RawKind != 0).Count();
    }

    private static string NameOf(UsingDirectiveSyntax directive) => directive.Name?.ToString() ?? "";

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}

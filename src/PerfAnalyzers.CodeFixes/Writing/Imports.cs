using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Writes using directives where the file has its own.</summary>
internal static class Imports
{
    /// <summary>The root with a using directive for each namespace that is not imported at the position.</summary>
    public static SyntaxNode Add(SyntaxNode root, SemanticModel model, int position, params string?[] imported) =>
        imported.OfType<string>().Aggregate(root, (unit, name) => IsImported(unit, model, position, name) ? unit : With(unit, name));

    private static bool IsImported(SyntaxNode root, SemanticModel model, int position, string name) =>
        root.DescendantNodes(IsContainer).OfType<UsingDirectiveSyntax>().Any(directive => NameOf(directive) == name)
        || model.GetImportScopes(position).Any(scope => scope.Imports.Any(import => import.NamespaceOrType.ToDisplayString() == name));

    private static SyntaxNode With(SyntaxNode root, string imported)
    {
        if (root is not CompilationUnitSyntax unit)
            return root;
        var endOfLine = Layout.EndOfLine(root);
        var directive = UsingDirective(ParseName(imported))
            .WithUsingKeyword(Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space))
            .WithTrailingTrivia(endOfLine);
        if (unit.Usings.Count > 0)
            return unit.WithUsings(With(unit.Usings, directive, imported));
        return unit.Members is [BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } inner]
            ? unit.ReplaceNode(inner, inner.WithUsings(With(inner.Usings, directive, imported)))
            : AsFirst(unit, directive, endOfLine);
    }

    private static SyntaxList<UsingDirectiveSyntax> With(
        SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax directive, string imported)
    {
        var index = IndexFor(imported, usings);
        if (index > 0)
            return usings.Insert(index, directive.WithLeadingTrivia(IndentationOf(usings[Math.Min(index, usings.Count - 1)])));
        var first = usings[0];
        return usings
            .Replace(first, first.WithLeadingTrivia(IndentationOf(first)))
            .Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia()));
    }

    /// <summary>Below the comment that heads the file, which stands apart from the code or on top of a namespace.</summary>
    private static CompilationUnitSyntax AsFirst(CompilationUnitSyntax unit, UsingDirectiveSyntax directive, SyntaxTrivia endOfLine)
    {
        if (unit.Members is not [BaseNamespaceDeclarationSyntax, ..])
            return unit.WithUsings(SingletonList(directive));
        var first = unit.GetFirstToken();
        var head = first.LeadingTrivia;
        return unit.ReplaceToken(first, first.WithLeadingTrivia(endOfLine)).WithUsings(SingletonList(directive.WithLeadingTrivia(head)));
    }

    private static SyntaxTriviaList IndentationOf(UsingDirectiveSyntax directive) =>
        directive.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? TriviaList(last) : default;

    private static bool IsContainer(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax;

    /// <summary>Among its own kind by name, wherever the file keeps that; else System first, as Visual Studio does.</summary>
    private static int IndexFor(string imported, SyntaxList<UsingDirectiveSyntax> usings)
    {
        var plain = usings.Where(IsPlain).ToList();
        var kin = plain.Where(other => IsSystem(NameOf(other)) == IsSystem(imported)).ToList();
        if (kin.LastOrDefault(other => string.CompareOrdinal(NameOf(other), imported) < 0) is { } before)
            return usings.IndexOf(before) + 1;
        if ((kin.FirstOrDefault() ?? (IsSystem(imported) ? plain.FirstOrDefault() : null)) is { } after)
            return usings.IndexOf(after);
        return plain.Count > 0 ? usings.IndexOf(plain.Last()) + 1 : usings.TakeWhile(other => other.GlobalKeyword.RawKind != 0).Count();
    }

    /// <summary>True for a directive that imports a namespace for its file, and does nothing else.</summary>
    private static bool IsPlain(UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.StaticKeyword.RawKind == 0 && directive.GlobalKeyword.RawKind == 0;

    private static string NameOf(UsingDirectiveSyntax directive) => directive.Name?.ToString() ?? "";

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}

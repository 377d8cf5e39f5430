using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes;

internal static class Imports
{
    /// <summary>The root with a using directive for each namespace that is not imported at the position.</summary>
    public static SyntaxNode Add(SyntaxNode root, SemanticModel model, int position, params string?[] imported) =>
        imported.Aggregate(root, (current, name) => Add(current, model, position, name));

    private static SyntaxNode Add(SyntaxNode root, SemanticModel model, int position, string? imported)
    {
        if (imported is null || root is not CompilationUnitSyntax unit || unit.Usings.Any(directive => directive.Name?.ToString() == imported)
            || model.GetImportScopes(position).SelectMany(scope => scope.Imports).Any(import => import.NamespaceOrType.ToDisplayString() == imported))
            return root;
        var first = unit.Usings.FirstOrDefault();
        var directive = UsingDirective(ParseName(imported)).WithUsingKeyword(Token(Microsoft.CodeAnalysis.CSharp.SyntaxKind.UsingKeyword).WithTrailingTrivia(Space));
        var newLine = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(Microsoft.CodeAnalysis.CSharp.SyntaxKind.EndOfLineTrivia));
        directive = directive.WithTrailingTrivia(newLine == default ? ElasticCarriageReturnLineFeed : newLine);
        var index = unit.Usings.TakeWhile(other => IsBefore(other, imported)).Count();
        if (index == 0 && first is not null)
            return unit.WithUsings(unit.Usings.Replace(first, first.WithoutLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia())));
        return unit.WithUsings(unit.Usings.Insert(index, directive));
    }

    /// <summary>System first, then by name: the order that Visual Studio keeps.</summary>
    private static bool IsBefore(UsingDirectiveSyntax other, string imported)
    {
        if (other.Alias is not null || other.StaticKeyword.RawKind != 0)
            return false;
        var name = other.Name?.ToString() ?? "";
        var isSystem = name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
        var addsSystem = imported.StartsWith("System.", StringComparison.Ordinal);
        return isSystem != addsSystem ? isSystem : string.CompareOrdinal(name, imported) < 0;
    }
}

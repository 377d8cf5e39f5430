using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Hoisting;

/// <summary>Using directives for extension methods, which no annotation adds.</summary>
internal static class Imports
{
    /// <summary>The root with a using directive for the namespace, unless it is imported at the position already.</summary>
    public static SyntaxNode Ensure(SyntaxNode root, SemanticModel model, int position, params string[] namespaces)
    {
        var known = new HashSet<string>(model.GetImportScopes(position).SelectMany(scope => scope.Imports).Select(import => import.NamespaceOrType.ToDisplayString()));
        foreach (var name in namespaces.Where(name => !known.Contains(name)))
            if (root is CompilationUnitSyntax unit)
                root = Add(unit, name);
        return root;
    }

    private static CompilationUnitSyntax Add(CompilationUnitSyntax unit, string name)
    {
        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name).WithLeadingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
        var before = unit.Usings.FirstOrDefault(existing => existing.Alias is null && string.CompareOrdinal(Rank(existing.Name?.ToString() ?? ""), Rank(name)) > 0);
        if (before is null)
            return unit.AddUsings(directive);
        var index = unit.Usings.IndexOf(before);
        return index > 0
            ? unit.WithUsings(unit.Usings.Insert(index, directive))
            : unit.WithUsings(unit.Usings.Replace(before, before.WithLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(before.GetLeadingTrivia())));
    }

    /// <summary>System comes first.</summary>
    private static string Rank(string name) => (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? "0" : "1") + name;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Host;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// Where code uses a method: in files that mention its name, of the projects that have it and of those that depend on them.
/// </summary>
internal static class MethodUses
{
    /// <summary>The names in code that mean the method; not those in comments.</summary>
    public static async Task<IReadOnlyList<(SimpleNameSyntax Name, SemanticModel Model)>> Of(
        IMethodSymbol method, Solution solution, CancellationToken cancellation)
    {
        var uses = new List<(SimpleNameSyntax, SemanticModel)>();
        foreach (var document in DocumentsAround(method, solution))
        {
            var tree = await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false);
            if (tree is null || !Mentions.In(tree, cancellation).Contains(method.Name))
                continue;
            var names = NamesIn(await tree.GetRootAsync(cancellation).ConfigureAwait(false), method.Name).ToList();
            if (names.Count == 0)
                continue;
            var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            uses.AddRange(names.Where(name => Mean(name, method, model, cancellation)).Select(name => (name, model)));
        }
        return uses;
    }

    private static IEnumerable<Document> DocumentsAround(IMethodSymbol method, Solution solution)
    {
        var declaring = method.DeclaringSyntaxReferences
            .Select(reference => solution.GetDocument(reference.SyntaxTree)).OfType<Document>().ToList();
        if (method.MethodKind == MethodKind.LocalFunction)
            return declaring;
        var graph = solution.GetProjectDependencyGraph();
        var projects = declaring.SelectMany(document => solution.Linked(document.Id)).Select(id => id.ProjectId).ToList();
        return projects.Concat(projects.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct()
            .SelectMany(id => solution.GetProject(id)!.Documents);
    }

    private static IEnumerable<SimpleNameSyntax> NamesIn(SyntaxNode root, string name) => root.DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name)
        .Select(token => token.Parent).OfType<SimpleNameSyntax>();

    private static bool Mean(SimpleNameSyntax name, IMethodSymbol method, SemanticModel model, CancellationToken cancellation)
    {
        var info = model.GetSymbolInfo(name, cancellation);
        return info.Symbol is { } symbol ? IsSame(symbol, method) : info.CandidateSymbols.Any(candidate => IsSame(candidate, method));
    }

    /// <summary>Another project knows the method as another symbol, but by the same id.</summary>
    private static bool IsSame(ISymbol symbol, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, method.OriginalDefinition)
        || (method.MethodKind != MethodKind.LocalFunction && symbol is IMethodSymbol
            && symbol.OriginalDefinition.GetDocumentationCommentId() == method.OriginalDefinition.GetDocumentationCommentId());
}

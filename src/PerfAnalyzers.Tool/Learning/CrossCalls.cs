using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.Tool.Learning;

/// <summary>A call of a member that another project of the solution declares.</summary>
/// <param name="Place">The call.</param>
/// <param name="Model">The file that it stands in, as it is bound.</param>
/// <param name="Member">What is called, as it is declared.</param>
internal sealed record CrossCall(ExpressionSyntax Place, SemanticModel Model, IMethodSymbol Member);

/// <summary>Finds the calls that cross into other projects: only what bears the name of one of their members is bound.</summary>
/// <param name="names">The simple names of the methods that projects of the solution declare.</param>
/// <param name="assemblies">The names of those projects' assemblies.</param>
internal sealed class CrossCalls(IReadOnlySet<string> names, IReadOnlySet<string> assemblies)
{
    public static CrossCalls Between(IEnumerable<Compilation> projects)
    {
        var all = projects.ToList();
        return new(
            all.SelectMany(project => NamesOf(project.Assembly.GlobalNamespace)).ToHashSet(),
            all.Select(project => project.AssemblyName!).ToHashSet());
    }

    public IEnumerable<CrossCall> In(Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var places = Places.In(tree, cancellation);
            var positions = places.Names.Where(names.Contains).SelectMany(places.Of).Order().ToList();
            if (positions.Count == 0)
                continue;
            var model = compilation.GetSemanticModel(tree);
            var root = tree.GetRoot(cancellation);
            foreach (var position in positions)
                if (Places.UseAt(root, position) is InvocationExpressionSyntax place && Called(place, model, cancellation) is { } member)
                    yield return new(place, model, member);
        }
    }

    private static IEnumerable<string> NamesOf(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceOrTypeSymbol inner => NamesOf(inner),
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => [method.Name],
            _ => [],
        });

    private IMethodSymbol? Called(InvocationExpressionSyntax place, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(place, cancellation).Symbol is not IMethodSymbol { MethodKind: not MethodKind.LocalFunction } method)
            return null;
        var member = (method.ReducedFrom ?? method).OriginalDefinition;
        var assembly = member.ContainingAssembly;
        var isElsewhere = assembly is not null && assembly.Name != model.Compilation.AssemblyName;
        return isElsewhere && assemblies.Contains(assembly!.Name) ? member : null;
    }
}

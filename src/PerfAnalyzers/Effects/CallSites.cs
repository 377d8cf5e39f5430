using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.Effects;

/// <summary>
/// Answers who calls a member of this compilation. Names are indexed per tree, by syntax alone and once per edit of the tree;
/// only the places that bear the right name, with a fitting number of arguments, are bound.
/// </summary>
internal sealed class CallSites(Compilation compilation)
{
    /// <summary>A name with more places than this is too common to follow.</summary>
    public const int Limit = 100;

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    /// <summary>
    /// Calls, uses and method groups that may run <paramref name="member"/>, directly or through a member that it overrides or implements.
    /// Null where there are too many to look at.
    /// </summary>
    public IReadOnlyList<IOperation>? Of(ISymbol member, CancellationToken cancellation)
    {
        var name = Contract.SimpleName(member);
        var places = new List<SimpleNameSyntax>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var positions = Places.In(tree, cancellation).Of(name);
            if (positions.Count == 0)
                continue;
            var root = tree.GetRoot(cancellation);
            places.AddRange(positions.Select(position => root.FindToken(position).Parent).OfType<SimpleNameSyntax>().Where(place => Fits(place, member)));
            if (places.Count > Limit)
                return null;
        }

        var targets = Contract.MembersOf(member);
        return [.. places.Select(place => Bind(place, targets, cancellation)).OfType<IOperation>()];
    }

    /// <summary>Uses of a local function in the member that holds it.</summary>
    public IEnumerable<IOperation> Of(ILocalFunctionOperation local, CancellationToken cancellation)
    {
        var targets = ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default, local.Symbol.OriginalDefinition);
        var tree = local.Syntax.SyntaxTree;
        var root = tree.GetRoot(cancellation);
        foreach (var position in Places.In(tree, cancellation).Of(local.Symbol.Name))
            if (!local.Syntax.Span.Contains(position) && root.FindToken(position).Parent is SimpleNameSyntax place && Bind(place, targets, cancellation) is { } use)
                yield return use;
    }

    private IOperation? Bind(SimpleNameSyntax place, ImmutableHashSet<ISymbol> targets, CancellationToken cancellation)
    {
#pragma warning disable RS1030 // The callers are in other files than the one under analysis; only places that bear the right name get here.
        var model = models.GetOrAdd(place.SyntaxTree, tree => compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
        var use = Places.UseOf(place);
        var bound = model.GetSymbolInfo(use is ObjectCreationExpressionSyntax ? use : place, cancellation);
        // A method group that becomes a System.Delegate has candidates, but no symbol.
        return (bound.Symbol is { } symbol ? ImmutableArray.Create(symbol) : bound.CandidateSymbols)
            .Any(candidate => targets.Contains((candidate as IMethodSymbol)?.ReducedFrom ?? candidate.OriginalDefinition))
            ? model.GetOperation(use, cancellation) : null;
    }

    private static bool Fits(SimpleNameSyntax place, ISymbol member)
    {
        var use = Places.UseOf(place);
        if (member is not IMethodSymbol method)
            return use is not (InvocationExpressionSyntax or ObjectCreationExpressionSyntax);
        if (method.MethodKind == MethodKind.Constructor != use is ObjectCreationExpressionSyntax)
            return false;
        var given = use switch
        {
            InvocationExpressionSyntax call => call.ArgumentList.Arguments.Count,
            ObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments.Count ?? 0,
            _ => -1,
        };
        var required = method.Parameters.Count(parameter => !parameter.IsOptional && !parameter.IsParams) - (method.IsExtensionMethod ? 1 : 0);
        return given < 0 || (given >= required && (given <= method.Parameters.Length || method.Parameters.Any(parameter => parameter.IsParams)));
    }
}

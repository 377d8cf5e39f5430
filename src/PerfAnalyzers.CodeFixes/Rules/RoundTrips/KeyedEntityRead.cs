using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>An EF Core read that asks for the rows of one item by one property: <c>set.FirstAsync(x => x.P == item.M)</c>.</summary>
/// <param name="Terminal">First, FirstOrDefault, Single, SingleOrDefault, Find, Any, ToList or ToArray.</param>
/// <param name="Entity">The type of the rows; the property may be declared by a base type.</param>
/// <param name="Property">The property that is compared.</param>
/// <param name="Key">What it is compared with.</param>
/// <param name="Parameter">The name of the predicate's parameter.</param>
/// <param name="Query">The query for all keys, given the name of their list.</param>
internal sealed record KeyedEntityRead(
    string Terminal, INamedTypeSymbol Entity, IPropertySymbol Property, ExpressionSyntax Key, string Parameter, Func<string, string> Query)
{
    /// <summary>What leaves the rows as they are, so that it may stay in the chain.</summary>
    private static readonly HashSet<string> Kept = new()
    {
        "Include", "ThenInclude", "AsNoTracking", "AsNoTrackingWithIdentityResolution", "AsTracking", "AsSplitQuery", "AsSingleQuery",
        "IgnoreQueryFilters", "IgnoreAutoIncludes", "TagWith", "Set",
    };

    /// <summary>True for a read that yields one row, or at most one.</summary>
    public bool IsForOneRow => Terminal is "First" or "Single" or "FirstOrDefault" or "SingleOrDefault" or "Find";

    /// <summary>True for a read that throws where there is no row.</summary>
    public bool NeedsRow => Terminal is "First" or "Single";

    /// <summary>The read, or null where the call is anything else.</summary>
    public static KeyedEntityRead? Of(IInvocationOperation call, LoopCode loop)
    {
        if (call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } syntax)
            return null;
        var token = GivenToken.Of(call);
        var arguments = syntax.ArgumentList.Arguments.Select(argument => argument.Expression).Where(argument => argument != token).ToList();
        return TerminalOf(call.TargetMethod.Name) switch
        {
            "Find" => arguments is [var key] ? OfFind(call, receiver, key) : null,
            "First" or "FirstOrDefault" or "Single" or "SingleOrDefault" => OfChain(call, receiver, arguments, loop),
            "Any" or "ToList" or "ToArray" => OfChain(call, receiver, arguments, loop),
            _ => null,
        };
    }

    private static string TerminalOf(string method) =>
        method.EndsWith("Async", StringComparison.Ordinal) ? method.Substring(0, method.Length - "Async".Length) : method;

    private static KeyedEntityRead? OfFind(IInvocationOperation call, ExpressionSyntax receiver, ExpressionSyntax argument)
    {
        if (call.Receiver()?.Type is not INamedTypeSymbol { TypeArguments: [INamedTypeSymbol entity] }
            || EntityKey.Of(entity) is not { } property)
            return null;
        var key = argument switch
        {
            ArrayCreationExpressionSyntax { Initializer.Expressions: [var only] } => only,
            ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [var only] } => only,
            CollectionExpressionSyntax { Elements: [ExpressionElementSyntax { Expression: var only }] } => only,
            _ => argument,
        };
        if (!SymbolEqualityComparer.Default.Equals(call.SemanticModel!.GetTypeInfo(key).Type, property.Type))
            return null;
        var row = FreshNames.Camel(entity.Name.Substring(0, 1));
        return new("Find", entity, property, key, row, keys => $"{Text(receiver)}.Where({row} => {keys}.Contains({row}.{property.Name}))");
    }

    private static KeyedEntityRead? OfChain(
        IInvocationOperation call, ExpressionSyntax receiver, IReadOnlyList<ExpressionSyntax> arguments, LoopCode loop)
    {
        var model = call.SemanticModel!;
        var own = arguments.OfType<SimpleLambdaExpressionSyntax>().ToList();
        if (arguments.Count > 1 || own.Count != arguments.Count || PredicatesOf(receiver, model) is not { } others)
            return null;
        if (own.Concat(others).Where(predicate => KeyComparison.DependsOnItem(predicate, model, loop)).ToList() is not [var keyed]
            || KeyComparison.Of(keyed, model, loop) is not { } comparison)
            return null;

        var entity = model.GetDeclaredSymbol(keyed.Parameter)?.Type as INamedTypeSymbol ?? comparison.Property.ContainingType;
        return new(TerminalOf(call.TargetMethod.Name), entity, comparison.Property, comparison.Key, comparison.Parameter, AllRows);

        string AllRows(string keys) => own.Contains(keyed)
            ? $"{Text(receiver)}.Where({Text(comparison.ForAll(keys))})"
            : Text(receiver.ReplaceNode(keyed, comparison.ForAll(keys)));
    }

    /// <summary>The predicates of the chain's Where; null where a step does more than filter, include and track.</summary>
    private static List<SimpleLambdaExpressionSyntax>? PredicatesOf(ExpressionSyntax chain, SemanticModel model)
    {
        var predicates = new List<SimpleLambdaExpressionSyntax>();
        while (chain is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            switch (access.Name.Identifier.ValueText)
            {
                case "Where" when call.ArgumentList.Arguments is [{ Expression: SimpleLambdaExpressionSyntax predicate }]:
                    predicates.Add(predicate);
                    break;
                case "Where":
                    return null;
                case var name when !Kept.Contains(name):
                    return BeginsQuery(call, access, model) ? predicates : null;
            }
            chain = access.Expression;
        }
        return predicates;
    }

    /// <summary>True for a repository's own method that the query starts with.</summary>
    private static bool BeginsQuery(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, SemanticModel model) =>
        call.ArgumentList.Arguments.Count == 0 && !LoopItems.IsQueryable(model.GetTypeInfo(access.Expression).Type);

    private static string Text(SyntaxNode node) => node.WithoutTrivia().ToString();
}

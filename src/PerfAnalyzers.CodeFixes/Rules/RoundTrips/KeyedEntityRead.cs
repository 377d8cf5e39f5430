using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>An EF Core read that asks for the rows of one item by one property: <c>set.FirstOrDefaultAsync(x => x.P == item.M)</c>.</summary>
/// <param name="Terminal">First, FirstOrDefault, Single, SingleOrDefault, Find, Any, ToList or ToArray.</param>
/// <param name="Entity">The type of the rows; the property may be declared by a base type.</param>
/// <param name="Property">The property that is compared.</param>
/// <param name="Key">What it is compared with.</param>
/// <param name="Parameter">The name of the predicate's parameter.</param>
/// <param name="Query">The query for all keys, given the name of their list.</param>
/// <param name="Token">The cancellation token that the call was given.</param>
internal sealed record KeyedEntityRead(
    string Terminal, INamedTypeSymbol Entity, IPropertySymbol Property, ExpressionSyntax Key, string Parameter, Func<string, string> Query, string? Token)
{
    /// <summary>What leaves the rows as they are, so that it may stay in the chain.</summary>
    private static readonly HashSet<string> Kept = new()
    {
        "Where", "Include", "ThenInclude", "AsNoTracking", "AsNoTrackingWithIdentityResolution", "AsTracking", "AsSplitQuery", "AsSingleQuery", "IgnoreQueryFilters", "IgnoreAutoIncludes", "TagWith", "Set",
    };

    /// <summary>The read, or null where the call is anything else.</summary>
    public static KeyedEntityRead? Of(IInvocationOperation call, LoopCode loop)
    {
        var terminal = call.TargetMethod.Name;
        if (terminal.EndsWith("Async", StringComparison.Ordinal))
            terminal = terminal.Substring(0, terminal.Length - "Async".Length);
        if (call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver }, ArgumentList.Arguments: var arguments }
            || call.SemanticModel is not { } model)
            return null;
        var token = arguments.LastOrDefault(argument => model.GetTypeInfo(argument.Expression).Type is INamedTypeSymbol type && type.Is("System.Threading.CancellationToken"));
        var others = arguments.Where(argument => argument != token).Select(argument => argument.Expression).ToList();
        return terminal == "Find" ? OfFind(call, receiver, others, token)
            : terminal is "First" or "FirstOrDefault" or "Single" or "SingleOrDefault" or "Any" or "ToList" or "ToArray" ? OfChain(terminal, receiver, others, token, model, loop)
            : null;
    }

    private static KeyedEntityRead? OfFind(IInvocationOperation call, ExpressionSyntax receiver, List<ExpressionSyntax> arguments, ArgumentSyntax? token)
    {
        var model = call.SemanticModel!;
        if (call.Receiver()?.Type is not INamedTypeSymbol { TypeArguments: [INamedTypeSymbol entity] } || arguments.Count != 1)
            return null;
        var key = arguments[0] switch
        {
            ArrayCreationExpressionSyntax { Initializer.Expressions: [var only] } => only,
            ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [var only] } => only,
            CollectionExpressionSyntax { Elements: [ExpressionElementSyntax { Expression: var only }] } => only,
            var argument => argument,
        };
        if (EntityKey.Of(entity) is not { } property || !SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(key).Type, property.Type))
            return null;
        var parameter = FreshNames.Camel(entity.Name.Substring(0, 1));
        return new("Find", entity, property, key, parameter, keys => $"{Text(receiver)}.Where({parameter} => {keys}.Contains({parameter}.{property.Name}))", token?.ToString());
    }

    private static KeyedEntityRead? OfChain(
        string terminal, ExpressionSyntax receiver, List<ExpressionSyntax> arguments, ArgumentSyntax? token, SemanticModel model, LoopCode loop)
    {
        if (arguments.Count > 1 || (arguments.Count == 1 && arguments[0] is not SimpleLambdaExpressionSyntax))
            return null;
        var predicates = arguments.OfType<SimpleLambdaExpressionSyntax>().ToList();
        for (var step = receiver; step is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } invocation; step = access.Expression)
            if (!Kept.Contains(access.Name.Identifier.ValueText))
            {
                if (IsQuery(model.GetTypeInfo(access.Expression).Type) || invocation.ArgumentList.Arguments.Count > 0)
                    return null;
                break; // A repository's own method that begins the query.
            }
            else if (access.Name.Identifier.ValueText == "Where")
                if (invocation.ArgumentList.Arguments is [{ Expression: SimpleLambdaExpressionSyntax predicate }])
                    predicates.Add(predicate);
                else
                    return null;

        var keyed = predicates.Where(predicate => model.GetOperation(predicate) is { } operation && loop.UsesItem(operation)).ToList();
        if (keyed is not [{ ExpressionBody: { } body, Parameter.Identifier.ValueText: var parameter } lambda] || Comparison(body, lambda, model, loop) is not { } comparison)
            return null;

        var entity = model.GetDeclaredSymbol(lambda.Parameter)?.Type as INamedTypeSymbol ?? comparison.Property.ContainingType;
        return new(terminal, entity, comparison.Property, comparison.Key, parameter, AllRows, token?.ToString());

        string AllRows(string keys)
        {
            var all = lambda.WithExpressionBody(body.ReplaceNode(comparison.Equality, SyntaxFactory.ParseExpression($"{keys}.Contains({parameter}.{comparison.Property.Name})").WithTriviaFrom(comparison.Equality)));
            return arguments.Contains(lambda) ? $"{Text(receiver)}.Where({all.WithoutTrivia()})" : Text(receiver.ReplaceNode(lambda, all));
        }
    }

    /// <summary>The one comparison among <c>&amp;&amp;</c>-connected conditions that depends on the item: <c>x.P == item.M</c>.</summary>
    private static (ExpressionSyntax Equality, IPropertySymbol Property, ExpressionSyntax Key)? Comparison(
        ExpressionSyntax condition, SimpleLambdaExpressionSyntax lambda, SemanticModel model, LoopCode loop)
    {
        var parts = Conjuncts(condition).Where(part => model.GetOperation(part) is { } operation && loop.UsesItem(operation)).ToList();
        if (parts is not [BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality])
            return null;
        return Read(equality.Left, equality.Right) ?? Read(equality.Right, equality.Left);

        (ExpressionSyntax, IPropertySymbol, ExpressionSyntax)? Read(ExpressionSyntax side, ExpressionSyntax other) =>
            side is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } access && name == lambda.Parameter.Identifier.ValueText
            && model.GetSymbolInfo(access).Symbol is IPropertySymbol property
            && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(other).Type, property.Type)
                ? (equality, property, other) : null;
    }

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax condition) =>
        condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right))
        : condition is ParenthesizedExpressionSyntax inner ? Conjuncts(inner.Expression)
        : [condition];

    private static bool IsQuery(ITypeSymbol? type) => type is INamedTypeSymbol named && named.SelfBasesAndInterfaces().Any(t => t.Is("System.Linq.IQueryable"));

    private static string Text(SyntaxNode node) => node.WithoutTrivia().ToString();
}

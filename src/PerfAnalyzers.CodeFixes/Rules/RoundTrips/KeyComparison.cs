using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Code;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>The part of a predicate that needs the item: <c>x.P == item.M</c>, alone or joined to others by <c>&amp;&amp;</c>.</summary>
/// <param name="Predicate">The lambda.</param>
/// <param name="Equality">The comparison in it.</param>
/// <param name="Property">The property that is compared.</param>
/// <param name="Key">What it is compared with.</param>
internal sealed record KeyComparison(
    SimpleLambdaExpressionSyntax Predicate, ExpressionSyntax Equality, IPropertySymbol Property, ExpressionSyntax Key)
{
    public string Parameter => Predicate.Parameter.Identifier.ValueText;

    /// <summary>Null where more than one part depends on the item, or one in another way.</summary>
    public static KeyComparison? Of(SimpleLambdaExpressionSyntax predicate, SemanticModel model, LoopCode loop)
    {
        if (predicate.ExpressionBody is not { } body)
            return null;
        var parts = Conjuncts(body).Where(part => DependsOnItem(part, model, loop)).ToList();
        if (parts is not [BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality])
            return null;
        return Read(equality.Left, equality.Right) ?? Read(equality.Right, equality.Left);

        KeyComparison? Read(ExpressionSyntax side, ExpressionSyntax other) =>
            side is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } access
            && name.Identifier.ValueText == predicate.Parameter.Identifier.ValueText
            && model.GetSymbolInfo(access).Symbol is IPropertySymbol property
            && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(other).Type, property.Type)
                ? new(predicate, equality, property, other)
                : null;
    }

    public static bool DependsOnItem(ExpressionSyntax code, SemanticModel model, LoopCode loop) =>
        model.GetOperation(code) is { } operation && loop.UsesItem(operation);

    /// <summary>The predicate for the rows of all keys, given the name of their list.</summary>
    public SimpleLambdaExpressionSyntax ForAll(string keys)
    {
        var contains = SyntaxFactory.ParseExpression($"{keys}.Contains({Parameter}.{Property.Name})").WithTriviaFrom(Equality);
        return Predicate.WithExpressionBody(Predicate.ExpressionBody!.ReplaceNode(Equality, contains));
    }

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => Conjuncts(both.Left).Concat(Conjuncts(both.Right)),
        ParenthesizedExpressionSyntax inner => Conjuncts(inner.Expression),
        _ => [condition],
    };
}

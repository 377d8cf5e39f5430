using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// Answers from the start of a chain of LINQ operators alone, without binding the lambdas that are given to them, whether it runs in
/// memory. Nearly all LINQ does, and binding its lambdas is what costs.
/// </summary>
internal static class QueryHead
{
    private static readonly ImmutableHashSet<string> Operators = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Append", "AsEnumerable", "AsNoTracking", "Cast", "Concat", "Distinct", "DistinctBy", "Except", "GroupBy", "GroupJoin", "Intersect",
        "Join", "OfType", "Order", "OrderBy", "OrderByDescending", "Prepend", "Reverse", "Select", "SelectMany", "Skip", "SkipWhile",
        "Take", "TakeWhile", "ThenBy",
        "ThenByDescending", "ToArray", "ToList", "Union", "Where", "Zip");

    /// <summary>True for a call whose chain starts at a collection that is no IQueryable; false where that takes more to tell.</summary>
    public static bool IsInMemory(ExpressionSyntax call, SemanticModel model)
    {
        if (call is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } || IsInLambda(call))
            return false;
        var type = TypeOf(HeadOf(access.Expression), model);
        return type is IArrayTypeSymbol
            || (type is INamedTypeSymbol named && IsCollection(named.SelfBasesAndInterfaces()));
    }

    /// <summary>False for an expression whose chain starts at something that is no IQueryable.</summary>
    public static bool MayBeQuery(ExpressionSyntax expression, SemanticModel model) =>
        IsInLambda(expression) || TypeOf(HeadOf(expression), model).IsA("System.Linq.IQueryable");

    private static ITypeSymbol? TypeOf(ExpressionSyntax head, SemanticModel model) =>
        model.GetSpeculativeTypeInfo(head.SpanStart, head, SpeculativeBindingOption.BindAsExpression).Type;

    private static bool IsCollection(IEnumerable<INamedTypeSymbol> types)
    {
        var isEnumerable = false;
        foreach (var type in types)
        {
            if (type.Is("System.Linq.IQueryable"))
                return false;
            isEnumerable |= type.SpecialType == SpecialType.System_Collections_IEnumerable;
        }
        return isEnumerable;
    }

    private static ExpressionSyntax HeadOf(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => HeadOf(inner.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            when Operators.Contains(access.Name.Identifier.ValueText) => HeadOf(access.Expression),
        _ => expression,
    };

    /// <summary>To look up a name in a lambda, the compiler binds the whole statement around it.</summary>
    private static bool IsInLambda(SyntaxNode place) =>
        place.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(node => node is AnonymousFunctionExpressionSyntax);
}

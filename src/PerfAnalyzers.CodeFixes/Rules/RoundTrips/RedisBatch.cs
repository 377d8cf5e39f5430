using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Rewrites a Redis read per item: the overload for many keys or fields where there is one that answers each of them, else all reads sent
/// before the first answer is awaited. The answers come in the order of the items, so the loop takes one after the other.
/// </summary>
internal static class RedisBatch
{
    public static Rewriting? Rewrite(LoopRead read)
    {
        var (site, loop) = (read.Site, read.Loop);
        if (!IsOfRedis(read.Call) || loop.IsConditional(read.Call) || !TakesItemsInOrder(loop.Loop.Syntax))
            return null;
        if (LoopItems.Of(read) is not { } items)
            return null;
        if (read.Syntax.Expression is not MemberAccessExpressionSyntax { Expression: var client }
            || site.Model.GetOperation(client, site.Cancellation) is not { } receiver || loop.UsesItem(receiver))
            return null;
        if (VaryingArguments.Of(read, items) is not { } arguments || Values(read, items, arguments) is not { } values)
            return null;

        var name = read.Names.Take("values");
        List<string> statements = [$"var {name} = {values};"];
        var index = loop.Items[0].Name;
        if (loop.Loop is not IForLoopOperation)
        {
            var counter = read.Names.Take("index");
            statements.Add($"var {counter} = 0;");
            index = counter + "++";
        }
        return items.Hoist(site.Root, statements, $"{name}[{index}]") is { } root
            ? new(
                Imports.Add(root, site.Model, read.Whole.SpanStart, "StackExchange.Redis", "System.Linq"),
                "Ask Redis for all of them at once before the loop", NeedsReview: true)
            : null;
    }

    private static bool IsOfRedis(IInvocationOperation call) =>
        call.TargetMethod.ContainingNamespace.ToDisplayString().StartsWith("StackExchange.Redis", StringComparison.Ordinal);

    /// <summary>False for a for that does not start at the first element and go on to the last.</summary>
    private static bool TakesItemsInOrder(SyntaxNode loop) => loop is not ForStatementSyntax counted || counted is
    {
        Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.ValueText: "0" } }],
        Condition.RawKind: (int)SyntaxKind.LessThanExpression,
        Incrementors: [{ RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PreIncrementExpression }],
    };

    /// <summary>The expression that yields the answers for all items; null where the calls would still wait for each other.</summary>
    private static string? Values(LoopRead read, LoopItems items, VaryingArguments arguments)
    {
        var method = read.Syntax.Expression.WithoutTrivia().ToString();
        if (arguments.Many is { } many)
            return read.Waiting($"{method}({arguments.With(KeysOf(items, many))})");
        return read.Awaits
            ? read.Waiting($"Task.WhenAll({items.Source}.Select({arguments.Parameter} => {method}({arguments.Each})))")
            : null;
    }

    private static string KeysOf(LoopItems items, ManyArgument many)
    {
        if (many is { Cast: null, Selector.IsItem: true })
            return $"{items.Source}.ToArray()";
        var body = many.Selector.Body is BinaryExpressionSyntax sum ? $"({sum})" : many.Selector.Body.ToString();
        var key = many.Cast is null ? body : $"({many.Cast}){body}";
        return $"{items.Source}.Select({many.Selector.Parameter} => {key}).ToArray()";
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// Rewrites a Redis read per item: the overload for many keys or fields where there is one that answers each of them, else all reads sent
/// before the first answer is awaited. The answers come in the order of the items, so the loop takes one after the other.
/// </summary>
internal static class RedisBatch
{
    public static Rewriting? Rewrite(LoopRead read)
    {
        var (site, call) = (read.Site, read.Call);
        if (!call.TargetMethod.ContainingNamespace.ToDisplayString().StartsWith("StackExchange.Redis", StringComparison.Ordinal)
            || read.Loop.IsConditional(call) || TakesItemsInAnotherOrder(read)
            || LoopItems.Of(read.Loop, site.Model, read.Names, read.Awaits) is not { } items
            || ((InvocationExpressionSyntax)call.Syntax) is not { Expression: MemberAccessExpressionSyntax { Expression: var client } } syntax
            || site.Model.GetOperation(client, site.Cancellation) is not { } receiver || read.Loop.UsesItem(receiver)
            || Values(read, items, syntax) is not { } values)
            return null;

        var name = read.Names.Take("values");
        var (index, counter) = read.Loop.Loop is IForLoopOperation ? (read.Loop.Items[0].Name, null) : NextIndex(read);
        var statements = new List<string> { $"var {name} = {values};" };
        if (counter is not null)
            statements.Add(counter);
        var root = items.Hoist(site.Root, statements, read.Whole, SyntaxFactory.ParseExpression($"{name}[{index}]").WithTriviaFrom(read.Whole));
        return new(Imports.Add(root, site.Model, read.Whole.SpanStart, "StackExchange.Redis", "System.Linq"), "Ask Redis for all of them at once before the loop", NeedsReview: true);
    }

    private static (string Index, string? Counter) NextIndex(LoopRead read)
    {
        var index = read.Names.Take("index");
        return ($"{index}++", $"var {index} = 0;");
    }

    /// <summary>A for that does not start at the first element and go on to the last.</summary>
    private static bool TakesItemsInAnotherOrder(LoopRead read) =>
        read.Loop.Loop.Syntax is ForStatementSyntax counted
        && !(counted is
        {
            Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.ValueText: "0" } }],
            Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression },
            Incrementors: [PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }],
        });

    private static string? Values(LoopRead read, LoopItems items, InvocationExpressionSyntax syntax)
    {
        var model = read.Site.Model;
        var arguments = new List<(string Text, ItemSelector? Selector)>();
        foreach (var argument in syntax.ArgumentList.Arguments)
        {
            if (argument.RefKindKeyword.RawKind != 0 || items.Select(argument.Expression) is not { } selector)
                return null;
            var name = argument.NameColon is { } colon ? colon.ToString() + " " : "";
            var usesItem = model.GetOperation(argument.Expression) is { } operation && read.Loop.UsesItem(operation);
            arguments.Add(usesItem ? (name + selector.Body, selector) : (argument.WithoutTrivia().ToString(), null));
        }

        var method = syntax.Expression.WithoutTrivia().ToString();
        var varying = arguments.FindIndex(argument => argument.Selector is not null);
        if (varying < 0)
            return null;
        if (arguments.Count(argument => argument.Selector is not null) == 1 && ManyOverload(read, varying) is { } element)
        {
            var body = arguments[varying].Selector!.Body;
            var operand = body is BinaryExpressionSyntax ? $"({body})" : body.ToString();
            var isElement = SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(syntax.ArgumentList.Arguments[varying].Expression).Type, element);
            var keys = arguments[varying].Selector!.IsItem && isElement
                ? $"{items.Source}.ToArray()"
                : $"{items.Source}.Select({arguments[varying].Selector!.Parameter} => {(isElement ? "" : $"({element.Name})")}{operand}).ToArray()";
            var many = string.Join(", ", arguments.Select((argument, index) => index == varying ? keys : argument.Text));
            return read.Awaits ? $"await {method}({many}){read.Configured}" : $"{method}({many})";
        }

        var each = string.Join(", ", arguments.Select(argument => argument.Text));
        return read.Awaits
            ? $"await Task.WhenAll({items.Source}.Select({arguments[varying].Selector!.Parameter} => {method}({each}))){read.Configured}"
            : null;
    }

    /// <summary>The type of a key or field in the overload that takes many and answers each; null where the library has none, as the tables say.</summary>
    private static ITypeSymbol? ManyOverload(LoopRead read, int varying)
    {
        var call = read.Call;
        if (ApiKnowledge.For(read.Site.Document.Project.AnalyzerOptions).Find(call, ApiRole.Read)?.Instead is not { NamesOverload: true } instead
            || varying >= instead.Parameters.Length || !instead.Parameters[varying].EndsWith("[]", StringComparison.Ordinal))
            return null;
        return call.TargetMethod.ContainingType.GetMembers(call.TargetMethod.Name).OfType<IMethodSymbol>()
            .Where(method => instead.HasMember(method) && Result(method.ReturnType) is IArrayTypeSymbol many
                && SymbolEqualityComparer.Default.Equals(many.ElementType, Result(call.TargetMethod.ReturnType)))
            .Select(method => (method.Parameters[varying].Type as IArrayTypeSymbol)?.ElementType).FirstOrDefault(type => type is not null);
    }

    private static ITypeSymbol Result(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : type;
}

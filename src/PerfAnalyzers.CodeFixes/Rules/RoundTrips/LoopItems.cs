using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>The items of a loop as an expression that can be evaluated before it, and what is computed from each of them.</summary>
internal sealed class LoopItems
{
    private readonly LoopCode loop;
    private readonly SemanticModel model;
    private readonly string? materialize;

    private LoopItems(LoopCode loop, SemanticModel model, string? materialize, FreshNames names)
    {
        (this.loop, this.model, this.materialize) = (loop, model, materialize);
        Statement = (StatementSyntax)loop.Loop.Syntax;
        Source = materialize is null ? loop.Source!.Syntax.WithoutTrivia().ToString() : names.Take(FreshNames.Plural(ItemName), ItemName + "List");
    }

    public StatementSyntax Statement { get; }

    /// <summary>The collection, as the statements before the loop call it.</summary>
    public string Source { get; }

    /// <summary>True where the statements before the loop can use the loop's own collection as it is.</summary>
    public bool IsSourceItself => materialize is null;

    /// <summary>The items of the loop, or null where they cannot be enumerated before the loop, or where the loop changes them.</summary>
    public static LoopItems? Of(LoopCode loop, SemanticModel model, FreshNames names, bool awaits)
    {
        if (loop.Loop.Syntax is not (ForEachStatementSyntax or ForEachVariableStatementSyntax or ForStatementSyntax) || loop.Loop.Syntax.Parent is LabeledStatementSyntax
            || loop.Source is not { Type: { } type, Syntax: ExpressionSyntax source } || loop.MutatesItem || loop.ChangesSource || loop.Yields)
            return null;
        if (IsMaterialized(type) && IsPath(source))
            return new(loop, model, materialize: null, names);
        if (loop.Loop is not IForEachLoopOperation || !SourceOnlyOnce(loop))
            return null;

        var text = source.WithoutTrivia().ToString();
        var operand = source is BinaryExpressionSyntax or ConditionalExpressionSyntax or AwaitExpressionSyntax or CastExpressionSyntax ? $"({text})" : text;
        return IsMaterialized(type) ? new(loop, model, text, names)
            : IsQueryable(type) && awaits && EfQuery.Is(loop.Source) ? new(loop, model, $"await {operand}.ToListAsync()", names)
            : type is INamedTypeSymbol enumerable && enumerable.SelfBasesAndInterfaces().Any(t => t.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
                ? new(loop, model, $"{operand}.ToList()", names)
                : null;
    }

    /// <summary>How a value of the loop's body is computed from an item; null where it cannot be computed before the loop.</summary>
    public ItemSelector? Select(ExpressionSyntax value) => ItemSelector.Of(value, loop, model);

    /// <summary>
    /// The name of a list with the value of every item, each once. The loop's own list is used where it holds just those,
    /// and a list that stands before the loop already is used again.
    /// </summary>
    public string KeyList(ItemSelector selector, string name, FreshNames names, List<string> statements)
    {
        if (selector.IsItem && materialize is null && IsPath((ExpressionSyntax)loop.Source!.Syntax) && loop.Source.Type is not IArrayTypeSymbol && Source.IndexOf('.') < 0)
            return Source;
        var value = $"{Source}{(selector.IsItem ? "" : $".Select({selector.Parameter} => {selector.Body})")}.Distinct().ToList()";
        foreach (var sibling in Statement.Parent?.ChildNodes().TakeWhile(node => node != Statement).OfType<LocalDeclarationStatementSyntax>() ?? [])
            if (sibling.Declaration.Variables is [{ Initializer.Value: var existing } declared] && existing.ToString() == value)
                return declared.Identifier.ValueText;
        name = names.Take(name);
        statements.Add($"var {name} = {value};");
        return name;
    }

    /// <summary>The root with the statements before the loop, and the loop itself rewritten.</summary>
    /// <param name="root">The root of the document.</param>
    /// <param name="statements">What comes before the loop.</param>
    /// <param name="replaced">A node of the loop.</param>
    /// <param name="replacement">What takes its place.</param>
    public SyntaxNode Hoist(SyntaxNode root, IEnumerable<string> statements, SyntaxNode replaced, SyntaxNode replacement)
    {
        var rewritten = Statement.ReplaceNode(replaced, replacement);
        if (materialize is not null)
            rewritten = rewritten switch
            {
                ForEachStatementSyntax each => each.WithExpression(SyntaxFactory.IdentifierName(Source)),
                ForEachVariableStatementSyntax each => each.WithExpression(SyntaxFactory.IdentifierName(Source)),
                _ => rewritten,
            };
        var all = (materialize is null ? [] : new[] { $"var {Source} = {materialize};" }).Concat(statements);
        return StatementsBefore.Insert(root, Statement, rewritten, all);
    }

    private string ItemName => loop.Loop.Syntax is ForEachStatementSyntax each ? each.Identifier.ValueText : "item";

    private static bool SourceOnlyOnce(LoopCode loop) =>
        !loop.OwnCode.Any(operation => operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });

    private static bool IsPath(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPath(access.Expression),
        _ => false,
    };

    private static bool IsQueryable(ITypeSymbol type) => type is INamedTypeSymbol named && named.SelfBasesAndInterfaces().Any(t => t.Is("System.Linq.IQueryable"));

    private static bool IsMaterialized(ITypeSymbol type) =>
        type is IArrayTypeSymbol
        || (type is INamedTypeSymbol named && !IsQueryable(type) && named.SelfBasesAndInterfaces().Any(t =>
            t.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_ICollection_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Host;
using PerfAnalyzers.CodeFixes.Writing;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>Rewrites an EF Core read per item: one query for the rows of all items before the loop, a look-up by key in it.</summary>
internal static class EntityBatch
{
    public static Rewriting? Rewrite(LoopRead read)
    {
        if (KeyedEntityRead.Of(read.Call, read.Loop) is not { } keyed || EntityRows.Of(keyed, read) is not { } rows)
            return null;
        if (LoopItems.Of(read) is not { } items || items.Select(keyed.Key) is not { } selector)
            return null;
        if (MayBeGuarded(keyed.Key, read) || !MeansTheSameBefore(keyed, read) || FindsMore(keyed, read))
            return null;

        var statements = new List<string>();
        var keys = items.KeyList(selector, KeysName(selector, keyed), statements);
        var (declaration, lookup) = rows.Write(keys);
        statements.Add(string.Concat(CommentsLost(read.Whole, declaration + lookup)) + declaration);
        if (items.Hoist(read.Site.Root, statements, lookup) is not { } root)
            return null;
        root = Imports.Add(
            root, read.Site.Model, read.Whole.SpanStart, "Microsoft.EntityFrameworkCore", "System.Linq", "System.Collections.Generic");
        return new(root, "Query all of them once before the loop", NeedsReview: true);
    }

    /// <summary>The comments of the read that its rewriting leaves out, a line each.</summary>
    private static IEnumerable<string> CommentsLost(ExpressionSyntax read, string rewritten) => read.DescendantTrivia()
        .Where(trivia => Layout.IsComment(trivia) && read.Span.Contains(trivia.Span) && !rewritten.Contains(trivia.ToString()))
        .Select(comment => comment + "\n");

    /// <summary>The keys are called what the loop calls them, or else what the rows do.</summary>
    private static string KeysName(ItemSelector selector, KeyedEntityRead keyed)
    {
        var ofRow = keyed.Property.Name == "Id" ? keyed.Entity.Name + "Id" : keyed.Property.Name;
        var ofItem = (selector.Body as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;
        var name = ofItem is null or "Value" or "Key" or "Id" ? ofRow : ofItem;
        return FreshNames.Plural(FreshNames.Camel(name));
    }

    /// <summary>
    /// True where the call runs only in some iterations and its key goes through something that could be null in the others:
    /// computed for every item, it would throw.
    /// </summary>
    private static bool MayBeGuarded(ExpressionSyntax key, LoopRead read) => read.Loop.IsConditional(read.Call)
        && key.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().Any(access =>
            access.Name.Identifier.ValueText == "Value" || IsComparedWithNull(access.Expression, read.Loop.Body.Syntax));

    private static bool IsComparedWithNull(ExpressionSyntax value, SyntaxNode body) =>
        body.DescendantNodes().Select(ComparedWithNull).Any(compared => SyntaxFactory.AreEquivalent(compared, value));

    private static ExpressionSyntax? ComparedWithNull(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } comparison => comparison.Left,
        IsPatternExpressionSyntax match => match.Expression,
        ConditionalAccessExpressionSyntax access => access.Expression,
        _ => null,
    };

    /// <summary>True where the loop gives the context entities that Find would find, unlike rows that were read before the loop.</summary>
    private static bool FindsMore(KeyedEntityRead keyed, LoopRead read) =>
        keyed.Terminal == "Find" && read.Loop.OwnCode.OfType<IInvocationOperation>().Any(call => AddsToContext(call, keyed.Entity));

    private static bool AddsToContext(IInvocationOperation call, INamedTypeSymbol entity) =>
        call.TargetMethod.Name
            is "Add" or "AddAsync" or "AddRange" or "AddRangeAsync" or "Attach" or "AttachRange" or "Update" or "UpdateRange"
        && call.TargetMethod.ContainingNamespace.ToDisplayString() == "Microsoft.EntityFrameworkCore"
        && call.Arguments.Any(argument => SymbolEqualityComparer.Default.Equals(argument.Value.WithoutConversions().Type, entity));

    /// <summary>True where all but the key means the same before the loop as inside it.</summary>
    private static bool MeansTheSameBefore(KeyedEntityRead keyed, LoopRead read) => read.Syntax
        .DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => !keyed.Key.Span.Contains(name.Span))
        .Select(name => read.Site.Model.GetSymbolInfo(name).Symbol).OfType<ISymbol>()
        .All(symbol => !read.Loop.IsDeclaredInside(symbol) || IsDeclaredIn(symbol, read.Syntax));

    private static bool IsDeclaredIn(ISymbol symbol, SyntaxNode code) =>
        symbol.DeclaringSyntaxReferences.Any(declaration => code.Span.Contains(declaration.Span));
}

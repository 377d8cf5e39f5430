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
        var model = read.Site.Model;
        if (KeyedEntityRead.Of(read.Call, read.Loop) is not { } keyed
            || LoopItems.Of(read.Loop, model, read.Names, read.Awaits) is not { } items
            || items.Select(keyed.Key) is not { } selector
            || (read.Loop.IsConditional(read.Call) && MayBeGuarded(keyed.Key, read))
            || !IsAvailableBefore(read, keyed)
            || (keyed.Terminal == "Find" && AddsToContext(read, keyed.Entity)))
            return null;

        var type = keyed.Property.Type;
        var isText = type.SpecialType == SpecialType.System_String;
        if (!isText && !EntityKey.IsPlainValue(type))
            return null;
        var isUnique = !isText && EntityKey.Of(keyed.Entity) is { } key && SymbolEqualityComparer.Default.Equals(key, keyed.Property);
        if (isUnique && keyed.Terminal is "First" or "Single" && HandlesMissingRow(read.Whole))
            return null;

        var statements = new List<string>();
        var keys = items.KeyList(selector, KeysName(selector, keyed), read.Names, statements);
        var (declaration, lookup) = Rows(read, keyed, keys, isUnique);
        statements.Add(string.Concat(CommentsLost(read.Whole, declaration + lookup)) + declaration);

        var replacement = SyntaxFactory.ParseExpression(lookup).WithTriviaFrom(read.Whole);
        var root = items.Hoist(read.Site.Root, statements, read.Whole, replacement);
        return new(
            Imports.Add(root, model, read.Whole.SpanStart, "Microsoft.EntityFrameworkCore", "System.Linq", "System.Collections.Generic"),
            "Query all of them once before the loop", NeedsReview: true);
    }

    /// <summary>The comments of the read that its rewriting leaves out, a line each.</summary>
    private static IEnumerable<string> CommentsLost(ExpressionSyntax read, string rewritten) => read.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
        .Where(comment => read.Span.Contains(comment.Span) && !rewritten.Contains(comment.ToString()))
        .Select(comment => comment + "\n");

    private static (string Declaration, string Lookup) Rows(LoopRead read, KeyedEntityRead keyed, string keys, bool isUnique)
    {
        var (x, p, key) = (keyed.Parameter, keyed.Property.Name, keyed.Key.WithoutTrivia().ToString());
        var name = FreshNames.Camel(FreshNames.Plural(keyed.Entity.Name));
        var query = keyed.Query(keys);
        if (keyed.Terminal == "Any")
        {
            var known = read.Names.Take("known" + FreshNames.Plural(p));
            return ($"var {known} = {Run(read, keyed, $"{query}.Select({x} => {x}.{p})", "ToList", "", wrap: true)}.ToHashSet();", $"{known}.Contains({key})");
        }

        var rows = read.Names.Take($"{name}By{p}");
        if (isUnique && keyed.Terminal is "First" or "Single" or "FirstOrDefault" or "SingleOrDefault" or "Find")
            return ($"var {rows} = {Run(read, keyed, query, "ToDictionary", $"{x} => {x}.{p}", wrap: false)};",
                keyed.Terminal is "First" or "Single" ? $"{rows}[{key}]" : $"{rows}.GetValueOrDefault({key})");
        var terminal = keyed.Terminal == "Find" ? "SingleOrDefault" : keyed.Terminal;
        return ($"var {rows} = {Run(read, keyed, query, "ToList", "", wrap: true)}.ToLookup({x} => {x}.{p});", $"{rows}[{key}].{terminal}()");
    }

    private static string Run(LoopRead read, KeyedEntityRead keyed, string query, string terminal, string argument, bool wrap)
    {
        if (!read.Awaits)
            return $"{query}.{terminal}({argument})";
        var arguments = string.Join(", ", new[] { argument, keyed.Token }.Where(text => !string.IsNullOrEmpty(text)));
        var awaited = $"await {query}.{terminal}Async({arguments}){read.Configured}";
        return wrap ? $"({awaited})" : awaited;
    }

    private static string KeysName(ItemSelector selector, KeyedEntityRead keyed) => FreshNames.Plural(FreshNames.Camel(
        selector.Body is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } && member != "Value" && member != "Key" && member != "Id" ? member
        : selector.IsItem && keyed.Property.Name != "Id" ? keyed.Property.Name
        : keyed.Property.Name == "Id" ? keyed.Entity.Name + "Id" : keyed.Property.Name));

    /// <summary>
    /// True where the call runs only in some iterations and its key goes through something that could be null in the others:
    /// computed for every item, it would throw.
    /// </summary>
    private static bool MayBeGuarded(ExpressionSyntax key, LoopRead read) =>
        key.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().Any(access =>
            access.Name.Identifier.ValueText == "Value" || IsComparedWithNull(access.Expression, read.Loop.Body.Syntax));

    private static bool IsComparedWithNull(ExpressionSyntax value, SyntaxNode body) => body.DescendantNodes().Any(node => node switch
    {
        BinaryExpressionSyntax { Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } comparison => SyntaxFactory.AreEquivalent(comparison.Left, value),
        IsPatternExpressionSyntax match => SyntaxFactory.AreEquivalent(match.Expression, value),
        ConditionalAccessExpressionSyntax access => SyntaxFactory.AreEquivalent(access.Expression, value),
        _ => false,
    });

    /// <summary>True where the loop gives the context entities that Find would find, unlike the rows that were read before the loop.</summary>
    private static bool AddsToContext(LoopRead read, INamedTypeSymbol entity) => read.Loop.OwnCode.OfType<IInvocationOperation>().Any(call =>
        call.TargetMethod.Name is "Add" or "AddAsync" or "AddRange" or "AddRangeAsync" or "Attach" or "AttachRange" or "Update" or "UpdateRange"
        && call.TargetMethod.ContainingNamespace.ToDisplayString() == "Microsoft.EntityFrameworkCore"
        && call.Arguments.Any(argument => SymbolEqualityComparer.Default.Equals(argument.Value.WithoutConversions().Type, entity)));

    /// <summary>True where a handler expects what First and Single throw, which a dictionary does not.</summary>
    private static bool HandlesMissingRow(SyntaxNode read) => read.Ancestors().TakeWhile(ancestor => ancestor is not MemberDeclarationSyntax).OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Block.Span.Contains(read.Span) && attempt.Catches.Any(handler => handler.Declaration?.Type.ToString().EndsWith("InvalidOperationException", StringComparison.Ordinal) == true));

    /// <summary>True where all but the key means the same before the loop as inside it.</summary>
    private static bool IsAvailableBefore(LoopRead read, KeyedEntityRead keyed)
    {
        var model = read.Site.Model;
        return !read.Call.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => !keyed.Key.Span.Contains(name.Span))
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .Any(symbol => symbol is ILocalSymbol or IParameterSymbol && (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declared
                && read.Loop.Loop.Syntax.Span.Contains(declared.Span) && !read.Call.Syntax.Span.Contains(declared.Span)));
    }
}

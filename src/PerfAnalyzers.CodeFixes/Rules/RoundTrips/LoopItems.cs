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
    private readonly LoopRead read;
    private readonly string? materialize;

    private LoopItems(LoopRead read, string? materialize)
    {
        (this.read, this.materialize) = (read, materialize);
        Source = materialize is null
            ? read.Loop.Source!.Syntax.WithoutTrivia().ToString()
            : read.Names.Take(FreshNames.Plural(ItemName), ItemName + "List");
    }

    public StatementSyntax Statement => (StatementSyntax)read.Loop.Loop.Syntax;

    /// <summary>The collection, as the statements before the loop call it.</summary>
    public string Source { get; }

    /// <summary>True where the statements before the loop can use the loop's own collection as it is.</summary>
    public bool IsSourceItself => materialize is null;

    /// <summary>The items of the loop, or null where they cannot be enumerated before the loop, or where the loop changes them.</summary>
    public static LoopItems? Of(LoopRead read)
    {
        var loop = read.Loop;
        if (!HasPlaceBefore(loop.Loop.Syntax) || loop.MutatesItem || loop.ChangesSource || loop.Yield is not null)
            return null;
        if (loop.Source is not { Type: { } type, Syntax: ExpressionSyntax source })
            return null;
        if (IsMaterialized(type) && IsPath(source))
            return new(read, materialize: null);
        if (loop.Loop is not IForEachLoopOperation || MayEndEarly(loop))
            return null;
        return Materialized(read, type, source) is { } list ? new(read, list) : null;
    }

    /// <summary>How a value of the loop's body is computed from an item; null where it cannot be computed before the loop.</summary>
    public ItemSelector? Select(ExpressionSyntax value) => ItemSelector.Of(value, read.Loop, read.Site.Model);

    /// <summary>
    /// The name of a list with the value of every item, each once. The loop's own list is used where it holds just those,
    /// and a list that stands before the loop already is used again.
    /// </summary>
    public string KeyList(ItemSelector selector, string name, List<string> statements)
    {
        if (selector.IsItem && IsListOfItsOwn)
            return Source;
        var values = selector.IsItem ? Source : $"{Source}.Select({selector.Parameter} => {selector.Body})";
        var list = $"{values}.Distinct().ToList()";
        if (StandsBefore(list) is { } known)
            return known;
        name = read.Names.Take(name);
        statements.Add($"var {name} = {list};");
        return name;
    }

    /// <summary>The root with the statements before the loop, and the loop itself rewritten; null where that cannot be.</summary>
    /// <param name="root">The root of the document.</param>
    /// <param name="statements">What comes before the loop.</param>
    /// <param name="replacement">What takes the place of the read.</param>
    public SyntaxNode? Hoist(SyntaxNode root, IEnumerable<string> statements, string replacement)
    {
        var rewritten = Statement.ReplaceNode(read.Whole, SyntaxFactory.ParseExpression(replacement).WithTriviaFrom(read.Whole));
        if (materialize is not null)
        {
            rewritten = ((CommonForEachStatementSyntax)rewritten).WithExpression(SyntaxFactory.IdentifierName(Source));
            statements = statements.Prepend($"var {Source} = {materialize};");
        }
        var indentation = Layout.Indentation(Statement);
        var before = statements.Select(statement => Layout.Outdented(statement, indentation));
        var written = StatementsAround.Write(root, Statement, rewritten, before, after: []);
        return written is null || OwnRemedy.IsCalledBy(written, read.Site) ? null : written;
    }

    private string ItemName => Statement is ForEachStatementSyntax each ? each.Identifier.ValueText : "item";

    /// <summary>True where the loop runs over a list that has a name of its own; an array is no list for EF Core.</summary>
    private bool IsListOfItsOwn => IsSourceItself && read.Loop.Source is { Type: not IArrayTypeSymbol } && !Source.Contains('.');

    private string? StandsBefore(string list) => Statement.Parent?.ChildNodes()
        .TakeWhile(node => node != Statement).OfType<LocalDeclarationStatementSyntax>()
        .Where(declaration => declaration.Declaration.Variables is [{ Initializer.Value: var value }] && value.ToString() == list)
        .Select(declaration => declaration.Declaration.Variables[0].Identifier.ValueText).FirstOrDefault();

    private static bool HasPlaceBefore(SyntaxNode loop) =>
        loop is CommonForEachStatementSyntax or ForStatementSyntax && loop.Parent is not LabeledStatementSyntax;

    /// <summary>True where the loop may leave items of a lazy sequence alone, which a list would compute.</summary>
    private static bool MayEndEarly(LoopCode loop) => loop.OwnCode.Any(operation =>
        operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });

    private static string? Materialized(LoopRead read, ITypeSymbol type, ExpressionSyntax source)
    {
        var text = source.WithoutTrivia().ToString();
        if (IsMaterialized(type))
            return text;
        var operand = NeedsParentheses(source) ? $"({text})" : text;
        if (IsQueryable(type) && read.Awaits && read.Loop.Source.IsEntityFrameworkQuery())
            return $"await {operand}.ToListAsync()";
        return IsA(type, SpecialType.System_Collections_Generic_IEnumerable_T) ? $"{operand}.ToList()" : null;
    }

    private static bool NeedsParentheses(ExpressionSyntax source) =>
        source is BinaryExpressionSyntax or ConditionalExpressionSyntax or AwaitExpressionSyntax or CastExpressionSyntax;

    private static bool IsPath(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsPath(access.Expression),
        _ => false,
    };

    /// <summary>True for a collection that is there already, so that enumerating it twice costs nothing.</summary>
    private static bool IsMaterialized(ITypeSymbol type) => type is IArrayTypeSymbol || (!IsQueryable(type) && IsCollection(type));

    private static bool IsCollection(ITypeSymbol type) =>
        IsA(type, SpecialType.System_Collections_Generic_ICollection_T)
        || IsA(type, SpecialType.System_Collections_Generic_IReadOnlyCollection_T);

    public static bool IsQueryable(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && named.SelfBasesAndInterfaces().Any(contract => contract.Is("System.Linq.IQueryable"));

    private static bool IsA(ITypeSymbol type, SpecialType contract) =>
        type is INamedTypeSymbol named && named.SelfBasesAndInterfaces().Any(known => known.OriginalDefinition.SpecialType == contract);
}

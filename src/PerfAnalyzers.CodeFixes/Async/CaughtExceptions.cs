using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>A wait for a Task throws an AggregateException, an await its first inner exception.</summary>
internal static class CaughtExceptions
{
    private static readonly ImmutableHashSet<string> PartsOfAggregate =
        ImmutableHashSet.Create("AggregateException", "InnerException", "InnerExceptions", "Flatten", "GetBaseException");

    /// <summary>True where a handler around the wait tells the two apart: by a type, by a filter, or by what it looks at.</summary>
    public static bool TellApart(ExpressionSyntax wait, SemanticModel model) => Wraps(wait, model) && HandlersAround(wait).Any(TellsApart);

    private static bool TellsApart(CatchClauseSyntax handler) => handler.Declaration is { } caught
        && (caught.Type.ToString() is not ("Exception" or "System.Exception") || LooksAt(handler, caught));

    /// <summary>The handlers of the same function that see what the node throws.</summary>
    public static IEnumerable<CatchClauseSyntax> HandlersAround(SyntaxNode thrown) => thrown.Ancestors()
        .TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .OfType<TryStatementSyntax>()
        .Where(attempt => attempt.Block.Span.Contains(thrown.Span))
        .SelectMany(attempt => attempt.Catches);

    /// <summary>False for what throws the inner exception already: GetResult, and the Result of a ValueTask.</summary>
    private static bool Wraps(ExpressionSyntax wait, SemanticModel model) => wait switch
    {
        MemberAccessExpressionSyntax result => model.GetTypeInfo(result.Expression).Type is { Name: "Task" },
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => call.Name.Identifier.ValueText != "GetResult",
        _ => false,
    };

    private static bool LooksAt(CatchClauseSyntax handler, CatchDeclarationSyntax caught) =>
        handler.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            PartsOfAggregate.Contains(name.Identifier.ValueText)
            || (name.Identifier.ValueText == caught.Identifier.ValueText && (IsInFilter(name, handler) || IsTested(name))));

    private static bool IsInFilter(SyntaxNode name, CatchClauseSyntax handler) => handler.Filter?.Span.Contains(name.Span) == true;

    private static bool IsTested(SyntaxNode name) =>
        name.Parent is IsPatternExpressionSyntax or BinaryExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax;
}

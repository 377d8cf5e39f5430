using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>A wait for a Task throws an AggregateException, an await its first inner exception.</summary>
internal static class CaughtExceptions
{
    /// <summary>True where a handler around the wait tells the two apart: by a type, by a filter, or by what it looks at.</summary>
    public static bool TellApart(ExpressionSyntax wait, SemanticModel model) => Wraps(wait, model) && HandlersAround(wait).Any(handler =>
        handler.Declaration is { } caught && (caught.Type.ToString() is not ("Exception" or "System.Exception") || LooksAt(handler, caught)));

    /// <summary>The handlers of the same function that see what the node throws.</summary>
    public static IEnumerable<CatchClauseSyntax> HandlersAround(SyntaxNode node) => node.Ancestors()
        .TakeWhile(ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .OfType<TryStatementSyntax>()
        .Where(attempt => attempt.Block.Span.Contains(node.Span))
        .SelectMany(attempt => attempt.Catches);

    /// <summary>False for what throws the inner exception already: GetResult, and the Result of a ValueTask.</summary>
    private static bool Wraps(ExpressionSyntax wait, SemanticModel model) =>
        wait is MemberAccessExpressionSyntax result
            ? model.GetTypeInfo(result.Expression).Type is { Name: "Task" }
            : wait is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "GetResult" } };

    private static bool LooksAt(CatchClauseSyntax handler, CatchDeclarationSyntax caught) => handler.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
        name.Identifier.ValueText is "AggregateException" or "InnerException" or "InnerExceptions" or "Flatten" or "GetBaseException"
        || (name.Identifier.ValueText == caught.Identifier.ValueText
            && (handler.Filter?.Span.Contains(name.Span) == true || name.Parent is IsPatternExpressionSyntax or BinaryExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax)));
}

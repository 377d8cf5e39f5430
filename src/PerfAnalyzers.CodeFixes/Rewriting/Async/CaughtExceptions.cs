using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>A wait throws an AggregateException, an await its first inner exception.</summary>
internal static class CaughtExceptions
{
    /// <summary>True where a handler around the node tells the two apart.</summary>
    public static bool ExpectsAggregate(SyntaxNode node) => node.Ancestors()
        .TakeWhile(ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .OfType<TryStatementSyntax>()
        .Where(attempt => attempt.Block.Span.Contains(node.Span))
        .SelectMany(attempt => attempt.Catches)
        .Any(clause => clause.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText is "AggregateException" or "InnerException" or "InnerExceptions" or "Flatten" or "GetBaseException"));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Writing;

/// <summary>Writes an await in the place of an expression.</summary>
internal static class Awaited
{
    /// <summary>The await of a task in the place of another expression: in parentheses where needed, with its comments.</summary>
    public static ExpressionSyntax Of(ExpressionSyntax task, ExpressionSyntax replaced, bool continueAnywhere)
    {
        var comments = Spaced(KeptComments(replaced, task));
        if (continueAnywhere && !IsConfigured(task))
            task = Configured(task);
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
            Token(TriviaList(), SyntaxKind.AwaitKeyword, TriviaList(Space)), task.WithoutTrivia().WithTrailingTrivia(comments));
        if (NeedsParentheses(replaced))
            awaited = ParenthesizedExpression(awaited);
        return awaited
            .WithLeadingTrivia(replaced.GetLeadingTrivia())
            .WithTrailingTrivia(awaited.GetTrailingTrivia().AddRange(replaced.GetTrailingTrivia()));
    }

    /// <summary>True where the type around the node writes <c>ConfigureAwait(false)</c>.</summary>
    public static bool ContinuesAnywhere(SyntaxNode node) =>
        node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } type
        && type.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(IsConfiguredFalse);

    private static InvocationExpressionSyntax Configured(ExpressionSyntax task) => InvocationExpression(
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task.WithoutTrailingTrivia(), IdentifierName("ConfigureAwait")),
        ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.FalseLiteralExpression)))));

    private static bool IsConfigured(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } };

    private static bool IsConfiguredFalse(InvocationExpressionSyntax call) =>
        IsConfigured(call) && call.ArgumentList.Arguments is [{ Expression: var value }] && value.IsKind(SyntaxKind.FalseLiteralExpression);

    private static bool NeedsParentheses(ExpressionSyntax replaced) => replaced.Parent switch
    {
        MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax => true,
        InvocationExpressionSyntax or PostfixUnaryExpressionSyntax => true,
        _ => false,
    };

    /// <summary>Comments of the replaced expression that stand after the task.</summary>
    private static IEnumerable<SyntaxTrivia> KeptComments(ExpressionSyntax replaced, ExpressionSyntax task)
    {
        var end = replaced.DescendantNodes().FirstOrDefault(node => node == task || node.IsEquivalentTo(task))?.Span.End;
        return end is null ? [] : replaced.DescendantTrivia()
            .Where(trivia => Layout.IsComment(trivia) && trivia.SpanStart >= end && trivia.Span.End <= replaced.Span.End);
    }

    /// <summary>As delimited comments, so that what follows stays code.</summary>
    private static IEnumerable<SyntaxTrivia> Spaced(IEnumerable<SyntaxTrivia> comments) => comments.SelectMany(comment => new[]
    {
        Space, comment.IsKind(SyntaxKind.SingleLineCommentTrivia) ? Comment($"/*{comment.ToString().Substring(2)} */") : comment,
    });
}

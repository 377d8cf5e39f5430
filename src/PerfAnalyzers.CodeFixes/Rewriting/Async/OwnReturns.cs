using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>Rewrites what a function that returned a task itself returns, for the same function as async: not what functions inside it return.</summary>
internal sealed class OwnReturns(SyntaxNode function, bool hasResult, bool continueAnywhere) : CSharpSyntaxRewriter
{
    public SyntaxNode Rewrite()
    {
        switch (function)
        {
            case MethodDeclarationSyntax { ExpressionBody: { } arrow } method:
                return method.WithExpressionBody(arrow.WithExpression(Result(arrow.Expression)));
            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } local:
                return local.WithExpressionBody(arrow.WithExpression(Result(arrow.Expression)));
            case LambdaExpressionSyntax { ExpressionBody: { } value } lambda:
                return lambda.WithExpressionBody(Result(value));
        }
        var body = function.ChildNodes().OfType<BlockSyntax>().FirstOrDefault();
        return body is null ? function : function.ReplaceNode(body, (BlockSyntax)Visit(body));
    }

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        if (node.Expression is not { } value)
            return node;
        if (hasResult)
            return node.WithExpression(Result(value));
        if (value is ThrowExpressionSyntax)
            return node;
        var bare = node.WithExpression(null).WithReturnKeyword(node.ReturnKeyword.WithTrailingTrivia());
        if (IsCompletedTask(value))
            return bare;
        var awaited = ExpressionStatement(Result(value)).WithLeadingTrivia(node.GetLeadingTrivia());
        return IsLast(node)
            ? awaited.WithTrailingTrivia(node.GetTrailingTrivia())
            : Block(awaited.WithTrailingTrivia(Space), bare.WithoutTrivia().WithTrailingTrivia(Space))
                .WithOpenBraceToken(Token(node.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(Space)))
                .WithCloseBraceToken(Token(TriviaList(), SyntaxKind.CloseBraceToken, node.GetTrailingTrivia()))
                .WithStatements(List<StatementSyntax>([awaited.WithoutLeadingTrivia().WithTrailingTrivia(Space), bare.WithoutTrivia().WithTrailingTrivia(Space)]));
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var visited = (BlockSyntax)base.VisitBlock(node)!;
        return node.Parent == function && visited.Statements.LastOrDefault() is ReturnStatementSyntax { Expression: null } last && !hasResult && visited.Statements.Count > 1
            && !last.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            ? visited.WithStatements(visited.Statements.RemoveAt(visited.Statements.Count - 1))
            : visited;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    private ExpressionSyntax Result(ExpressionSyntax task) => task switch
    {
        ThrowExpressionSyntax => task,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult", Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } },
            ArgumentList.Arguments: [{ Expression: var value }],
        } => value.WithTriviaFrom(task),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var value }] } creation when hasResult
            && creation is ImplicitObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "ValueTask" } } => value.WithTriviaFrom(task),
        _ => AwaitExpression.Of(Operand(task), task, continueAnywhere),
    };

    private static ExpressionSyntax Operand(ExpressionSyntax task) =>
        task is ConditionalExpressionSyntax or BinaryExpressionSyntax or AssignmentExpressionSyntax or SwitchExpressionSyntax or ConditionalAccessExpressionSyntax
            ? ParenthesizedExpression(task.WithoutTrivia())
            : task;

    private static bool IsCompletedTask(ExpressionSyntax value) => value switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        DefaultExpressionSyntax => true,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } => true,
        _ => false,
    };

    private bool IsLast(ReturnStatementSyntax node) =>
        node.Parent is BlockSyntax block && block.Parent == function && block.Statements.Last() == node;
}

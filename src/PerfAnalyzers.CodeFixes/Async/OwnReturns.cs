using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using PerfAnalyzers.CodeFixes.Writing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace PerfAnalyzers.CodeFixes.Async;

/// <summary>
/// Rewrites what a function that returned a task itself returns, for the same function as async: not what functions inside it return.
/// </summary>
internal sealed class OwnReturns(SyntaxNode function, bool hasResult, bool continueAnywhere) : CSharpSyntaxRewriter
{
    private static readonly SyntaxAnnotation Pair = new();

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

    /// <summary>True where a try returns a task that is not complete: awaited, it fails inside the try.</summary>
    public static bool AreInTry(SyntaxNode function) => function
        .DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .OfType<ReturnStatementSyntax>()
        .Any(node => node.Expression is { } value && !IsCompletedTask(value) && !IsResult(value) && IsInTry(node, function));

    private static bool IsInTry(SyntaxNode node, SyntaxNode function) => node.Ancestors()
        .TakeWhile(ancestor => ancestor != function).OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Block.Span.Contains(node.Span));

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
        var awaited = ExpressionStatement(Result(value));
        return IsLast(node) ? awaited.WithTriviaFrom(node) : Two(awaited, bare.WithoutTrivia(), node);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node)
    {
        var visited = (BlockSyntax)base.VisitBlock(node)!;
        visited = visited.WithStatements(Flat(visited.Statements));
        return node.Parent == function && !hasResult && EndsWithIdleReturn(visited)
            ? visited.WithStatements(visited.Statements.RemoveAt(visited.Statements.Count - 1))
            : visited;
    }

    /// <summary>True where a return without a value or a comment comes last, after other statements.</summary>
    private static bool EndsWithIdleReturn(BlockSyntax block) =>
        block.Statements is [_, .., ReturnStatementSyntax { Expression: null } last]
        && last.GetLeadingTrivia().Concat(last.GetTrailingTrivia()).All(IsBlank);

    private static bool IsBlank(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node)
    {
        var visited = (SwitchSectionSyntax)base.VisitSwitchSection(node)!;
        return visited.WithStatements(Flat(visited.Statements));
    }

    /// <summary>Both statements in the place of one, in a block: on lines of their own where that one had its own.</summary>
    private static BlockSyntax Two(StatementSyntax first, StatementSyntax second, StatementSyntax replaced)
    {
        var newLine = replaced.GetFirstToken().GetPreviousToken().TrailingTrivia
            .FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        if (newLine.RawKind == 0)
            return Block(
                    Token(replaced.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(Space)),
                    List([first.WithTrailingTrivia(Space), second.WithTrailingTrivia(Space)]),
                    Token(TriviaList(), SyntaxKind.CloseBraceToken, replaced.GetTrailingTrivia()))
                .WithAdditionalAnnotations(Pair);
        var indentation = replaced.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var behind = second.WithLeadingTrivia(indentation).WithTrailingTrivia(replaced.GetTrailingTrivia());
        return Block(
                Token(replaced.GetLeadingTrivia(), SyntaxKind.OpenBraceToken, TriviaList(newLine)),
                List([first.WithTrailingTrivia(newLine), behind]),
                Token(TriviaList(), SyntaxKind.CloseBraceToken, TriviaList(newLine)))
            .WithAdditionalAnnotations(Pair, Formatter.Annotation);
    }

    /// <summary>Where statements may follow each other, they need no block.</summary>
    private static SyntaxList<StatementSyntax> Flat(SyntaxList<StatementSyntax> statements) => List(statements.SelectMany(Flat));

    private static StatementSyntax[] Flat(StatementSyntax statement)
    {
        if (statement is not BlockSyntax { Statements: [var first, var second] } block || !block.HasAnnotation(Pair))
            return [statement];
        var isOnLinesOfItsOwn = block.HasAnnotation(Formatter.Annotation);
        return
        [
            first.WithLeadingTrivia(block.GetLeadingTrivia()),
            isOnLinesOfItsOwn ? second : second.WithTrailingTrivia(block.GetTrailingTrivia()),
        ];
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    private ExpressionSyntax Result(ExpressionSyntax task) => task switch
    {
        ThrowExpressionSyntax => task,
        InvocationExpressionSyntax call when IsFromResult(call, out var value) => value.WithTriviaFrom(task),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var value }] } creation
            when hasResult && IsValueTask(creation) => value.WithTriviaFrom(task),
        _ => Awaited.Of(Operand(task), task, continueAnywhere),
    };

    private static bool IsResult(ExpressionSyntax task) => task is ThrowExpressionSyntax || IsFromResult(task, out _);

    /// <summary>True for <c>Task.FromResult(value)</c> and the same of ValueTask.</summary>
    private static bool IsFromResult(ExpressionSyntax task, [NotNullWhen(true)] out ExpressionSyntax? value)
    {
        value = null;
        if (task is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: [var only] }
            || access.Name.Identifier.ValueText != "FromResult")
            return false;
        value = only.Expression;
        return access.Expression.ToString().Split('.').Last() is "Task" or "ValueTask";
    }

    private static bool IsValueTask(BaseObjectCreationExpressionSyntax creation) => creation is ImplicitObjectCreationExpressionSyntax
        or ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "ValueTask" } };

    private static ExpressionSyntax Operand(ExpressionSyntax task) =>
        BindsWeakerThanAwait(task) ? ParenthesizedExpression(task.WithoutTrivia()) : task;

    private static bool BindsWeakerThanAwait(ExpressionSyntax task) => task is ConditionalExpressionSyntax or BinaryExpressionSyntax
        or AssignmentExpressionSyntax or SwitchExpressionSyntax or ConditionalAccessExpressionSyntax;

    /// <summary>True where an await would do nothing: the task is complete, and its result has no effect of its own.</summary>
    private static bool IsCompletedTask(ExpressionSyntax task) => task switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        DefaultExpressionSyntax => true,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } => true,
        _ => IsFromResult(task, out var value) && value is LiteralExpressionSyntax or IdentifierNameSyntax,
    };

    private bool IsLast(ReturnStatementSyntax node) =>
        node.Parent is BlockSyntax block && block.Parent == function && block.Statements.Last() == node;
}

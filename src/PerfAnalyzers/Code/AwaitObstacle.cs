using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>Why no await can be written at a place, or must not be.</summary>
internal enum AwaitObstacle
{
    None,
    ExpressionTree,

    /// <summary>A lock, or a scope of Monitor, Mutex, SpinLock or ReaderWriterLockSlim: the thread that enters must leave.</summary>
    ThreadAffineLock,
    ExceptionFilter,
    QueryClause,
    UnsafeCode,
    Iterator,
    ByReferenceParameter,

    /// <summary>A constructor, accessor, operator or finalizer, or Dispose.</summary>
    SynchronousMember,
}

/// <summary>Answers what stands between an operation and an await in its place.</summary>
internal static class AwaitObstacles
{
    /// <summary>The first obstacle, from the operation outwards to its function.</summary>
    public static AwaitObstacle ObstacleToAwait(this IOperation operation)
    {
        if (operation.IsInExpressionTree())
            return AwaitObstacle.ExpressionTree;
        var part = operation;
        for (var parent = operation.Parent; parent is not null and not ILocalFunctionOperation; part = parent, parent = parent.Parent)
            switch (parent)
            {
                case ILockOperation @lock when ReferenceEquals(@lock.Body, part):
                    return AwaitObstacle.ThreadAffineLock;
                case ICatchClauseOperation handler when ReferenceEquals(handler.Filter, part):
                    return AwaitObstacle.ExceptionFilter;
                case IAnonymousFunctionOperation lambda:
                    return lambda.IsQueryClause() ? AwaitObstacle.QueryClause : InFunction(operation, lambda.Symbol, part);
            }
        return InFunction(operation, operation.EnclosingFunction(), part);
    }

    private static AwaitObstacle InFunction(IOperation operation, IMethodSymbol? function, IOperation body)
    {
        if (operation.Syntax.Ancestors().Any(IsUnsafe))
            return AwaitObstacle.UnsafeCode;
        if (LockScopes.AreOpenAt(operation, body))
            return AwaitObstacle.ThreadAffineLock;
        return function is null or { IsAsync: true } ? AwaitObstacle.None : ToBecomeAsync(function, body);
    }

    /// <summary>What keeps a function that is not async from becoming so, as far as its declaration shows.</summary>
    public static AwaitObstacle OfSignature(IMethodSymbol function)
    {
        if (!MayBeAsync(function))
            return AwaitObstacle.SynchronousMember;
        if (function.ReturnsByRef || function.ReturnsByRefReadonly)
            return AwaitObstacle.ByReferenceParameter;
        return function.Parameters.Any(parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)
            ? AwaitObstacle.ByReferenceParameter
            : AwaitObstacle.None;
    }

    private static AwaitObstacle ToBecomeAsync(IMethodSymbol function, IOperation body) => OfSignature(function) switch
    {
        AwaitObstacle.None => Yields(body) ? AwaitObstacle.Iterator : AwaitObstacle.None,
        var obstacle => obstacle,
    };

    private static bool MayBeAsync(IMethodSymbol function) =>
        function is not { Name: "Dispose", ReturnsVoid: true }
        && function.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation
            or MethodKind.LocalFunction or MethodKind.AnonymousFunction;

    private static bool Yields(IOperation body) => body.Syntax
        .DescendantNodesAndSelf(node =>
            node == body.Syntax || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(node => node is YieldStatementSyntax);

    private static bool IsUnsafe(SyntaxNode node) => node switch
    {
        UnsafeStatementSyntax or FixedStatementSyntax => true,
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        _ => false,
    };
}

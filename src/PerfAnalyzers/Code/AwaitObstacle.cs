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

internal static class AwaitObstacles
{
    private static readonly ImmutableHashSet<string> LockTypes = ImmutableHashSet.Create(
        "System.Threading.Monitor", "System.Threading.ReaderWriterLockSlim", "System.Threading.ReaderWriterLock",
        "System.Threading.Mutex", "System.Threading.SpinLock", "System.Threading.Lock");

    /// <summary>What stands between the operation and an await in its function.</summary>
    public static AwaitObstacle ObstacleToAwait(this IOperation operation)
    {
        if (operation.IsInExpressionTree())
            return AwaitObstacle.ExpressionTree;
        var body = operation;
        for (var parent = operation.Parent; parent is not null and not ILocalFunctionOperation; body = parent, parent = parent.Parent)
            switch (parent)
            {
                case ILockOperation { Body: var locked } when ReferenceEquals(locked, body):
                    return AwaitObstacle.ThreadAffineLock;
                case ICatchClauseOperation { Filter: { } filter } when ReferenceEquals(filter, body):
                    return AwaitObstacle.ExceptionFilter;
                case IAnonymousFunctionOperation function:
                    return function.IsQueryClause() ? AwaitObstacle.QueryClause : Signature(operation, function.Symbol, body);
            }
        return Signature(operation, operation.EnclosingFunction(), body);
    }

    private static AwaitObstacle Signature(IOperation operation, IMethodSymbol? function, IOperation body)
    {
        if (operation.Syntax.Ancestors().Any(IsUnsafe))
            return AwaitObstacle.UnsafeCode;
        if (IsInLockScope(operation, body))
            return AwaitObstacle.ThreadAffineLock;
        if (function is null or { IsAsync: true })
            return AwaitObstacle.None;
        if (function.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction or MethodKind.ExplicitInterfaceImplementation)
            || function is { Name: "Dispose", ReturnsVoid: true })
            return AwaitObstacle.SynchronousMember;
        if (function.ReturnsByRef || function.ReturnsByRefReadonly || function.Parameters.Any(parameter => parameter.RefKind != RefKind.None))
            return AwaitObstacle.ByReferenceParameter;
        return body.Syntax.DescendantNodesAndSelf(node => node == body.Syntax || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node is YieldStatementSyntax) ? AwaitObstacle.Iterator : AwaitObstacle.None;
    }

    private static bool IsUnsafe(SyntaxNode node) => node switch
    {
        UnsafeStatementSyntax or FixedStatementSyntax => true,
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        _ => false,
    };

    /// <summary>True after an entry into a lock that is not left before the operation.</summary>
    private static bool IsInLockScope(IOperation operation, IOperation body)
    {
        var inside = 0;
        foreach (var call in body.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (call.Syntax.Span.End > operation.Syntax.SpanStart || !LockTypes.Any(lockType => DeclaringType(call).Is(lockType)))
                continue;
            if (call.TargetMethod.Name.StartsWith("Enter", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("TryEnter", StringComparison.Ordinal)
                || call.TargetMethod.Name.StartsWith("Acquire", StringComparison.Ordinal) || call.TargetMethod.Name == "WaitOne")
                inside++;
            else if (call.TargetMethod.Name.StartsWith("Exit", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Release", StringComparison.Ordinal))
                inside--;
        }
        return inside > 0;
    }

    private static INamedTypeSymbol DeclaringType(IInvocationOperation call) =>
        call.Instance?.Type as INamedTypeSymbol ?? call.TargetMethod.ContainingType;
}

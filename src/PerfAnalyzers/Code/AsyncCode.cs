using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>Answers whether code runs in an asynchronous function.</summary>
internal static class AsyncCode
{
    /// <summary>The method, accessor, local function or lambda whose body the operation belongs to: the nearest decides.</summary>
    public static IMethodSymbol? EnclosingFunction(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda: return lambda.Symbol;
                case ILocalFunctionOperation local: return local.Symbol;
            }
        return operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) as IMethodSymbol;
    }

    /// <summary>The lambda whose body the operation belongs to; null where that is a method or a local function.</summary>
    public static IAnonymousFunctionOperation? EnclosingLambda(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
            parent = parent.Parent;
        return parent as IAnonymousFunctionOperation;
    }

    /// <summary>True inside an async method, lambda or local function.</summary>
    public static bool IsInAsyncFunction(this IOperation operation) => operation.EnclosingFunction() is { IsAsync: true };

    /// <summary>True inside a function that is async, or returns a task without being so.</summary>
    public static bool IsInAsynchronousFunction(this IOperation operation) =>
        operation.EnclosingFunction() is { } function && (function.IsAsync || function.ReturnType.IsTask());

    /// <summary>True where the code is data for a query provider: it never runs where it stands, and cannot hold an await.</summary>
    public static bool IsInExpressionTree(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IConversionOperation { Operand: IAnonymousFunctionOperation, Type: INamedTypeSymbol { Name: "Expression" } })
                return true;
        return false;
    }

    public static bool IsInNameOf(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is INameOfOperation)
                return true;
        return false;
    }

    /// <summary>True for Task, ValueTask and their generic forms.</summary>
    public static bool IsTask(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" } named
        && named.ContainingNamespace is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary>True for the lambda that a query clause stands for.</summary>
    public static bool IsQueryClause(this IAnonymousFunctionOperation function) => function.Syntax is not AnonymousFunctionExpressionSyntax;

    /// <summary>What awaiting a value of the type yields: a type, void for no value; null where the type cannot be awaited.</summary>
    public static ITypeSymbol? AwaitedType(this ITypeSymbol type) =>
        type.SelfAndBases().SelectMany(t => t.GetMembers("GetAwaiter")).OfType<IMethodSymbol>()
            .FirstOrDefault(method => method.Parameters.IsEmpty && !method.IsStatic)?.ReturnType
            .GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.IsEmpty)?.ReturnType;

    private static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
    }
}

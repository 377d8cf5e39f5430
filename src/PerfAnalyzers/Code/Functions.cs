using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>Answers which function code belongs to, and whether it runs where it is written.</summary>
internal static class Functions
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

    /// <summary>The functions around the operation, from the nearest to the member that holds them all.</summary>
    public static IEnumerable<IMethodSymbol> EnclosingFunctions(this IOperation operation)
    {
        for (ISymbol? symbol = operation.EnclosingFunction(); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
            yield return method;
    }

    /// <summary>The code of the method, lambda or local function around the operation.</summary>
    public static IOperation Function(this IOperation operation)
    {
        while (operation.Parent is { } parent && operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            operation = parent;
        return operation;
    }

    /// <summary>The code of the whole member around the operation, with the functions in it.</summary>
    public static IOperation Member(this IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>The steps from the operation outwards up to the lambda around it: each part with what it is a part of.</summary>
    public static IEnumerable<(IOperation Part, IOperation Whole)> OutwardsInFunction(this IOperation operation)
    {
        for (var part = operation; part.Parent is { } whole and not IAnonymousFunctionOperation; part = whole)
            yield return (part, whole);
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

    /// <summary>True where the code is only named.</summary>
    public static bool IsInNameOf(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is INameOfOperation)
                return true;
        return false;
    }

    /// <summary>True for the lambda that a query clause stands for.</summary>
    public static bool IsQueryClause(this IAnonymousFunctionOperation function) => function.Syntax is not AnonymousFunctionExpressionSyntax;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Code;
using PerfAnalyzers.CodeFixes.Async;

namespace PerfAnalyzers.CodeFixes.Rules.RoundTrips;

/// <summary>
/// A foreach that gets one resource per item by HTTP and ends each iteration by adding a result to a list. It touches nothing but its own
/// locals, and every iteration runs to its end, so that all of them may run side by side.
/// </summary>
/// <param name="Each">The loop.</param>
/// <param name="Items">Its collection.</param>
/// <param name="Statements">The statements of its body.</param>
/// <param name="List">The list, a variable from outside of the loop.</param>
/// <param name="Element">The type of its elements.</param>
/// <param name="Value">What is added.</param>
internal sealed record RequestLoop(
    ForEachStatementSyntax Each, string Items, IReadOnlyList<StatementSyntax> Statements,
    string List, ITypeSymbol Element, ExpressionSyntax Value)
{
    public static RequestLoop? Of(LoopRead read)
    {
        if (!IsGet(read.Call) || read.Written is not { IsAwaited: true, Configured: "" })
            return null;
        if (read.Loop.Loop.Syntax is not ForEachStatementSyntax each || KeepsWhatCameBefore(each)
            || LoopItems.Of(read) is not { IsSourceItself: true } items)
            return null;
        IReadOnlyList<StatementSyntax> statements = each.Statement is BlockSyntax block ? block.Statements : new[] { each.Statement };
        if (statements.LastOrDefault() is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax last }
            || read.Site.Model.GetOperation(last) is not IInvocationOperation add || !IsAddition(add, read) || !IsIndependent(read, add))
            return null;
        var list = ((MemberAccessExpressionSyntax)last.Expression).Expression.ToString();
        var element = add.TargetMethod.ContainingType.TypeArguments[0];
        return new(each, items.Source, statements, list, element, last.ArgumentList.Arguments[0].Expression);
    }

    private static bool IsGet(IInvocationOperation call) =>
        call.TargetMethod.Name is "GetAsync" or "GetStringAsync" or "GetByteArrayAsync" or "GetFromJsonAsync"
        && call.Receiver()?.Type is INamedTypeSymbol type && type.Is("System.Net.Http.HttpClient");

    /// <summary>True for one result that goes into a <c>List</c> from outside the loop.</summary>
    private static bool IsAddition(IInvocationOperation add, LoopRead read) =>
        add is { TargetMethod: { Name: "Add", ContainingType: { Name: "List", TypeArguments: [INamedTypeSymbol] } }, Instance: { } list }
        && list.Syntax is IdentifierNameSyntax && ValueFlow.Variable(list) is { } variable && !read.Loop.IsDeclaredInside(variable);

    /// <summary>True where no iteration can notice another, and none ends early or ends the loop.</summary>
    private static bool IsIndependent(LoopRead read, IInvocationOperation add)
    {
        var list = add.Receiver()!;
        return read.Loop.OwnCode.All(operation => operation switch
        {
            IInvocationOperation call => call == add || call == read.Call || IsPure(call) || IsOwn(call.Receiver(), read.Loop),
            IAssignmentOperation assignment => IsOwn(assignment.Target, read.Loop) || IsInInitializer(assignment),
            ILocalReferenceOperation local => local == list || local.Syntax.ToString() != list.Syntax.ToString(),
            _ => !Branches(operation) && operation is not (IIncrementOrDecrementOperation or IAnonymousFunctionOperation or ILockOperation),
        });
    }

    private static bool Branches(IOperation operation) =>
        operation is IBranchOperation or IReturnOperation or IThrowOperation
            or ILoopOperation or ITryOperation or IConditionalOperation { Type: null };

    private static bool IsInInitializer(IAssignmentOperation assignment) =>
        assignment.Parent is IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation;

    /// <summary>True for what an iteration makes itself.</summary>
    private static bool IsOwn(IOperation? target, LoopCode loop) => ValueFlow.RootVariable(target) is ILocalSymbol local
        && loop.IsDeclaredInside(local) && !loop.Items.Contains(local, SymbolEqualityComparer.Default);

    private static bool IsPure(IInvocationOperation call) =>
        call.TargetMethod.Name == "ToString" || call.TargetMethod.ContainingType.SpecialType == SpecialType.System_String
        || IsPureStatic(call.TargetMethod);

    private static bool IsPureStatic(IMethodSymbol method) =>
        method is { IsStatic: true, IsExtensionMethod: false }
        && method.ContainingNamespace.ToDisplayString() is "System" or "System.Net" or "System.IO";

    /// <summary>True where a handler around the loop goes on with the results of the items before the one that failed.</summary>
    private static bool KeepsWhatCameBefore(StatementSyntax loop) =>
        CaughtExceptions.HandlersAround(loop).Any(handler => handler.Block.Statements.LastOrDefault() is not ThrowStatementSyntax);
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// One way to name a task: a local, parameter, field or property, and the way from it to the task;
/// <c>tasks[i]</c>, the variable of a loop over <c>tasks</c> and the parameter of <c>tasks.Select(t => ..)</c> are all <c>tasks</c> and <c>[]</c>.
/// </summary>
internal readonly record struct TaskName(ISymbol Root, string Path)
{
    public bool Equals(TaskName other) => SymbolEqualityComparer.Default.Equals(Root, other.Root) && Path == other.Path;

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Root);
}

internal static class TaskNames
{
    private const int Depth = 8;

    private static readonly ImmutableHashSet<string> SameElements = ImmutableHashSet.Create(
        "ToArray", "ToList", "ToHashSet", "ToImmutableArray", "ToImmutableList", "AsEnumerable", "AsReadOnly", "Reverse", "OrderBy", "OrderByDescending", "Cast", "AsSpan");

    private static readonly ImmutableHashSet<string> FewerElements = ImmutableHashSet.Create(
        "Where", "Skip", "Take", "SkipWhile", "TakeWhile", "OfType", "Distinct", "DistinctBy");

    private static readonly ImmutableHashSet<string> OneElement = ImmutableHashSet.Create(
        "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault", "Dequeue", "Pop", "Peek");

    /// <summary>Every name of the task that the expression yields; none where it is made on the spot.</summary>
    public static IEnumerable<TaskName> Of(IOperation? operation, int depth = Depth)
    {
        if (operation is null || depth == 0)
            return [];
        operation = operation.UnwrapTask();
        return operation switch
        {
            ILocalReferenceOperation local => Named(local.Local).Concat(OfLocal(local, depth)),
            IParameterReferenceOperation parameter => Named(parameter.Parameter).Concat(OfParameter(parameter, depth)),
            IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { } indexed } => Elements(indexed, depth - 1, all: false),
            IPropertyReferenceOperation { Instance: { } whole } part when IsPartOfDictionary(part.Property) => Of(whole, depth - 1),
            IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: null or IInstanceReferenceOperation } own => Named(own.Member),
            IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: { } owner } part => Below(Of(owner, depth - 1), "." + part.Member.Name),
            IArrayElementReferenceOperation element => Elements(element.ArrayReference, depth - 1, all: false),
            IInvocationOperation call when OneElement.Contains(call.TargetMethod.Name) => Elements(call.Receiver(), depth - 1, all: false),
            _ => [],
        };
    }

    /// <summary>The names of the elements of a collection.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="depth">How many steps may still be taken.</param>
    /// <param name="all">True where names that hold for a part of the elements are no answer.</param>
    public static IEnumerable<TaskName> Elements(IOperation? collection, int depth = Depth, bool all = true)
    {
        if (collection is null || depth == 0)
            return [];
        collection = collection.WithoutConversions();
        if (collection is IInvocationOperation call)
            return call.TargetMethod.Name == "Select" && Projection(call) is { } value ? Of(value, depth - 1)
                : SameElements.Contains(call.TargetMethod.Name) || (!all && FewerElements.Contains(call.TargetMethod.Name)) ? Elements(call.Receiver(), depth - 1, all)
                : [];
        return collection is ILocalReferenceOperation local && InitialValue(local)?.WithoutConversions() is IInvocationOperation { TargetMethod.Name: "Select" or "ToArray" or "ToList" or "AsEnumerable" } initial
            ? Below(Named(local.Local), "[]").Concat(Elements(initial, depth - 1, all))
            : Below(Of(collection, depth - 1), "[]");
    }

    /// <summary>The task under casts, ConfigureAwait, AsTask and WaitAsync.</summary>
    public static IOperation UnwrapTask(this IOperation operation)
    {
        while (true)
        {
            operation = operation.WithoutConversions();
            if (operation is not IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "WaitAsync" or "Preserve" or "GetAwaiter" or "AsValueTask", Instance: { } task })
                return operation;
            operation = task;
        }
    }

    /// <summary>What a local starts with, where nothing else is ever assigned to it.</summary>
    public static IOperation? InitialValue(this ILocalReferenceOperation local)
    {
        if (local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: var value }
            || value.SyntaxTree != local.Syntax.SyntaxTree || Reassignments.Of(local.Local, local).Any())
            return null;
        return local.SemanticModel!.GetOperation(value);
    }

    /// <summary>The collection whose elements a lambda is given one by one, as in <c>tasks.Select(t => ..)</c>.</summary>
    private static IEnumerable<TaskName> OfParameter(IParameterReferenceOperation reference, int depth)
    {
        for (var parent = reference.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.FirstOrDefault() is { } first
                && SymbolEqualityComparer.Default.Equals(first, reference.Parameter))
                return lambda.TakingCall() is { } call && (call.TargetMethod.ContainingType.Name is "Enumerable" or "Array" or "List")
                    ? Elements(call.Receiver() ?? call.Arguments.FirstOrDefault()?.Value, depth - 1, all: false)
                    : [];
        return [];
    }

    private static IEnumerable<TaskName> OfLocal(ILocalReferenceOperation local, int depth)
    {
        if (local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ForEachStatementSyntax loop)
            return local.SemanticModel!.GetOperation(loop) is IForEachLoopOperation { IsAsynchronous: false } each ? Elements(each.Collection, depth - 1, all: false) : [];
        return Of(local.InitialValue(), depth - 1);
    }

    private static IOperation? Projection(IInvocationOperation select) =>
        select.Arguments.LastOrDefault()?.Value.WithoutDelegate() is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } ? value : null;

    private static bool IsPartOfDictionary(IPropertySymbol property) =>
        property.Name is "Values" or "Value" && property.ContainingType.Name is "KeyValuePair" or "Dictionary" or "ConcurrentDictionary" or "IDictionary" or "IReadOnlyDictionary";

    private static IEnumerable<TaskName> Named(ISymbol symbol) => [new(symbol, "")];

    private static IEnumerable<TaskName> Below(IEnumerable<TaskName> names, string path) => names.Select(name => name with { Path = name.Path + path });
}

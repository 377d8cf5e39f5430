using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Code;

/// <summary>
/// A name by which code refers to a task: a variable, or what is reached from one. The element of a collection is one name, whichever
/// element it is: <c>tasks[i]</c>, the variable of a loop over <c>tasks</c> and the parameter of <c>tasks.Select(t => ..)</c> are all
/// <c>tasks</c> and <c>[]</c>.
/// </summary>
internal readonly record struct TaskName(ISymbol Root, string Path)
{
    /// <summary>True for the variable itself.</summary>
    public bool IsVariable(ISymbol variable) => Path.Length == 0 && Root.Same(variable);

    public bool Equals(TaskName other) => Root.Same(other.Root) && Path == other.Path;

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Root);
}

/// <summary>Answers by which names code refers to a task.</summary>
internal static class TaskNames
{
    private const int Depth = 8;

    private static readonly ImmutableHashSet<string> SameElements = ImmutableHashSet.Create(
        "ToArray", "ToList", "ToHashSet", "ToImmutableArray", "ToImmutableList", "AsEnumerable", "AsReadOnly", "AsSpan", "Cast",
        "Reverse", "OrderBy", "OrderByDescending");

    private static readonly ImmutableHashSet<string> FewerElements = ImmutableHashSet.Create(
        "Where", "Skip", "Take", "SkipWhile", "TakeWhile", "OfType", "Distinct", "DistinctBy");

    private static readonly ImmutableHashSet<string> OneElement = ImmutableHashSet.Create(
        "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault",
        "Dequeue", "Pop", "Peek");

    /// <summary>Every name of the task that the expression yields; none where it is made on the spot.</summary>
    public static IEnumerable<TaskName> Of(IOperation? task, int depth = Depth)
    {
        if (task is null || depth == 0)
            return [];
        return task.UnwrapTask() switch
        {
            ILocalReferenceOperation local => Named(local.Local).Concat(OfLocal(local, depth)),
            IParameterReferenceOperation parameter => Named(parameter.Parameter).Concat(OfParameter(parameter, depth)),
            IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { } indexed } => Elements(indexed, depth - 1, all: false),
            IPropertyReferenceOperation { Instance: { } whole } part when IsPartOfDictionary(part.Property) => Of(whole, depth - 1),
            IMemberReferenceOperation member when member.Member is IFieldSymbol or IPropertySymbol => OfMember(member, depth),
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
        return collection.WithoutConversions() switch
        {
            IInvocationOperation call => ElementsOfCall(call, depth, all),
            ILocalReferenceOperation local when Enumerated(local) is { } initial =>
                Below(Named(local.Local), "[]").Concat(Elements(initial, depth - 1, all)),
            var other => Below(Of(other, depth - 1), "[]"),
        };
    }

    /// <summary>True for a call whose elements are some or all of those of its source.</summary>
    public static bool YieldsElementsOfItsSource(IMethodSymbol method) =>
        SameElements.Contains(method.Name) || FewerElements.Contains(method.Name);

    private static IEnumerable<TaskName> ElementsOfCall(IInvocationOperation call, int depth, bool all)
    {
        var name = call.TargetMethod.Name;
        if (name == "Select" && Projection(call) is { } value)
            return Of(value, depth - 1);
        return SameElements.Contains(name) || (!all && FewerElements.Contains(name)) ? Elements(call.Receiver(), depth - 1, all) : [];
    }

    /// <summary>The query or copy that the local holds, whose elements are those of its source.</summary>
    private static IOperation? Enumerated(ILocalReferenceOperation local) =>
        local.OnlyValue()?.WithoutConversions() is IInvocationOperation call
        && call.TargetMethod.Name is "Select" or "ToArray" or "ToList" or "AsEnumerable" ? call : null;

    private static IEnumerable<TaskName> OfMember(IMemberReferenceOperation member, int depth) =>
        member.Instance is { } owner and not IInstanceReferenceOperation
            ? Below(Of(owner, depth - 1), "." + member.Member.Name)
            : Named(member.Member);

    /// <summary>The collection whose elements a lambda is given one by one, as in <c>tasks.Select(t => ..)</c>.</summary>
    private static IEnumerable<TaskName> OfParameter(IParameterReferenceOperation reference, int depth)
    {
        for (var parent = reference.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation lambda && reference.Parameter.Same(lambda.Symbol.Parameters.FirstOrDefault()))
                return lambda.TakingCall() is { } call && IsOverElements(call.TargetMethod)
                    ? Elements(call.Receiver() ?? call.Arguments.FirstOrDefault()?.Value, depth - 1, all: false)
                    : [];
        return [];
    }

    private static IEnumerable<TaskName> OfLocal(ILocalReferenceOperation local, int depth)
    {
        if (local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not ForEachStatementSyntax loop)
            return Of(local.OnlyValue(), depth - 1);
        return local.SemanticModel!.GetOperation(loop) is IForEachLoopOperation { IsAsynchronous: false } each
            ? Elements(each.Collection, depth - 1, all: false)
            : [];
    }

    private static IOperation? Projection(IInvocationOperation select) =>
        select.Arguments.LastOrDefault()?.Value.WithoutDelegate()
            is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } ? value : null;

    private static bool IsOverElements(IMethodSymbol method) => method.ContainingType.Name is "Enumerable" or "Array" or "List";

    private static bool IsPartOfDictionary(IPropertySymbol property) =>
        property.Name is "Values" or "Value"
        && property.ContainingType.Name
            is "KeyValuePair" or "Dictionary" or "ConcurrentDictionary" or "IDictionary" or "IReadOnlyDictionary";

    private static IEnumerable<TaskName> Named(ISymbol symbol) => [new(symbol, "")];

    private static IEnumerable<TaskName> Below(IEnumerable<TaskName> names, string path) =>
        names.Select(name => name with { Path = name.Path + path });
}

using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Code;

/// <summary>Whether the loop works in batches already, and what stands in the way of making it.</summary>
internal sealed partial class LoopCode
{
    /// <summary>True where the loop handles its data in chunks or pages, or starts afresh in every iteration with a unit of work of its own (guard G14).</summary>
    public bool IsChunked => RunsOverChunks || OwnCode.Any(IsChunking) || OwnCode.Any(CreatesUnitOfWork) || ResetsCounter;

    /// <summary>True where every iteration has a context or service scope of its own.</summary>
    public bool CreatesContext => OwnCode.Any(CreatesUnitOfWork);

    /// <summary>True where the body assigns the loop's own variable (guard G18).</summary>
    public bool MutatesItem => OwnCode.SelectMany(WrittenVariables).Any(variable => Items.Contains(variable, SymbolEqualityComparer.Default));

    /// <summary>True where the loop hands out results one by one (guard G18).</summary>
    public bool Yields => OwnCode.Any(operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    /// <summary>True where the body adds to, removes from or replaces the collection that the loop runs over (guard G18).</summary>
    public bool ChangesSource
    {
        get
        {
            var source = ValueFlow.RootVariable(Source);
            return source is not null && OwnCode.Any(operation => operation switch
            {
                IInvocationOperation call => IsChange(call.TargetMethod.Name) && IsSource(call.Receiver()),
                ISimpleAssignmentOperation assignment => IsSource(assignment.Target)
                    || (assignment.Target is IPropertyReferenceOperation { Arguments.Length: > 0 } element && IsSource(element.Instance))
                    || (assignment.Target is IArrayElementReferenceOperation item && IsSource(item.ArrayReference)),
                _ => false,
            });

            bool IsSource(IOperation? operation) => operation is not null && SymbolEqualityComparer.Default.Equals(ValueFlow.Variable(operation.WithoutConversions()), source);
        }
    }

    /// <summary>True where the body keeps what the call returned per key and asks for it first: a cache of its own.</summary>
    public bool Memoizes(IInvocationOperation call)
    {
        var stores = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in OwnCode)
            if (operation is IInvocationOperation { TargetMethod: { Name: "TryGetValue" or "ContainsKey" or "Contains" or "Add", ReturnType.SpecialType: SpecialType.System_Boolean } } lookup
                && lookup.Parent is not IExpressionStatementOperation && lookup.Syntax.SpanStart < call.Syntax.SpanStart && ValueFlow.RootVariable(lookup.Receiver()) is { } asked)
                stores.Add(asked);
        return stores.Count > 0 && IsConditional(call) && OwnCode.Any(operation => operation switch
        {
            IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "Set" } store => ValueFlow.RootVariable(store.Receiver()) is { } filled && stores.Contains(filled),
            IAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: > 0 } element } => ValueFlow.RootVariable(element.Instance) is { } filled && stores.Contains(filled),
            _ => false,
        });
    }

    /// <summary>The calls of the body that write to a store, of which the project knows; a read of the same store may see what they wrote (guard G12).</summary>
    public IEnumerable<IInvocationOperation> Writes(RoundTripCalls trips) =>
        OwnCode.OfType<IInvocationOperation>().Where(call => trips.Find(call, ApiRole.Write, this) is not null);

    /// <summary>The calls of the body that read from a store, of which the project knows; they may see what the loop writes (guard G12).</summary>
    public IEnumerable<IInvocationOperation> Reads(RoundTripCalls trips) =>
        OwnCode.OfType<IInvocationOperation>().Where(call => trips.Find(call, ApiRole.Read, this) is not null || trips.FindKnown(call, ApiRole.Query) is not null);

    private bool RunsOverChunks =>
        Source is IInvocationOperation { TargetMethod.Name: "Chunk" or "Batch" or "Buffer" }
        || (Loop is IForLoopOperation counted && counted.AtLoopBottom.SelectMany(step => step.Descendants()).OfType<ICompoundAssignmentOperation>()
            .Any(step => step.Value.ConstantValue is not { HasValue: true, Value: 1 }))
        || (Loop is IForEachLoopOperation && Items.Length == 1 && Items[0] is ILocalSymbol { Type: var type } && IsList(type));

    private static bool IsList(ITypeSymbol type) =>
        type is IArrayTypeSymbol || type is INamedTypeSymbol { Name: "List" or "IList" or "IReadOnlyList" or "IReadOnlyCollection" or "ICollection" or "IEnumerable", Arity: 1 };

    private bool IsChunking(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder } => true,
        IInvocationOperation { TargetMethod.Name: "Skip" or "GetRange" or "Chunk" } call => call.Arguments.Any(argument => UsesItem(argument.Value)) || call.TargetMethod.Name == "Chunk",
        IInvocationOperation { TargetMethod: { Name: "Clear", ContainingType.Name: "ChangeTracker" } } => true,
        _ => false,
    };

    private static bool CreatesUnitOfWork(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: INamedTypeSymbol type } => type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.EntityFrameworkCore.DbContext")),
        IInvocationOperation { TargetMethod.Name: "CreateDbContext" or "CreateDbContextAsync" or "CreateScope" or "CreateAsyncScope" } => true,
        _ => false,
    };

    /// <summary>A counter that the body both raises and sets back: what was collected is sent in between.</summary>
    private bool ResetsCounter
    {
        get
        {
            var raised = new HashSet<ISymbol>(
                OwnCode.OfType<IIncrementOrDecrementOperation>().Select(step => ValueFlow.Variable(step.Target)).OfType<ISymbol>(), SymbolEqualityComparer.Default);
            return raised.Count > 0 && OwnCode.OfType<ISimpleAssignmentOperation>().Any(assignment =>
                assignment.Value.ConstantValue is { HasValue: true, Value: 0 or 0L } && ValueFlow.Variable(assignment.Target) is { } reset && raised.Contains(reset)
                && !IsDeclaredInside(reset));
        }
    }

    private static bool IsChange(string method) =>
        method is "Add" or "AddRange" or "Insert" or "Remove" or "RemoveAt" or "RemoveAll" or "RemoveRange" or "Clear" or "Enqueue" or "Dequeue" or "Push" or "Pop" or "TryAdd" or "TryRemove" or "Sort" or "Reverse";
}

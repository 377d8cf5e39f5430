namespace PerfAnalyzers.Code;

/// <summary>Whether the loop works in batches already, and what stands in the way of making it.</summary>
internal sealed partial class LoopCode
{
    private static readonly ImmutableHashSet<string> Lists = ImmutableHashSet.Create(
        "List", "IList", "IReadOnlyList", "IReadOnlyCollection", "ICollection", "IEnumerable");

    private static readonly ImmutableHashSet<string> Changes = ImmutableHashSet.Create(
        "Add", "AddRange", "Insert", "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "Clear",
        "Enqueue", "Dequeue", "Push", "Pop", "TryAdd", "TryRemove", "Sort", "Reverse");

    private bool? isChunked;

    /// <summary>
    /// True where the loop handles its data in chunks or pages, or sends what it has collected each time a counter is full.
    /// </summary>
    public bool IsChunked => isChunked ??= RunsOverChunks || OwnCode.Any(IsChunking) || ResetsCounter;

    /// <summary>What gives every iteration a context or service scope of its own; null where nothing does.</summary>
    public IOperation? OwnContext => OwnCode.FirstOrDefault(CreatesUnitOfWork);

    /// <summary>True where the body assigns the loop's own variable.</summary>
    public bool MutatesItem =>
        OwnCode.SelectMany(WrittenVariables).Any(variable => Items.Contains(variable, SymbolEqualityComparer.Default));

    /// <summary>Where the loop hands out results one by one; null where it does not.</summary>
    public IOperation? Yield =>
        OwnCode.FirstOrDefault(operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    /// <summary>True where the body adds to, removes from or replaces the collection that the loop runs over.</summary>
    public bool ChangesSource
    {
        get
        {
            var source = ValueFlow.RootVariable(Source);
            return source is not null && OwnCode.Any(operation => operation switch
            {
                IInvocationOperation call => Changes.Contains(call.TargetMethod.Name) && IsSource(call.Receiver()),
                ISimpleAssignmentOperation assignment => IsSource(assignment.Target) || IsSource(Holder(assignment.Target)),
                _ => false,
            });

            bool IsSource(IOperation? operation) =>
                operation is not null && SymbolEqualityComparer.Default.Equals(ValueFlow.Variable(operation.WithoutConversions()), source);
        }
    }

    /// <summary>
    /// The lookup that asks a store of the loop's own before the call, which fills it: a cache for the time of the loop; null where
    /// there is none.
    /// </summary>
    public IOperation? MemoOf(IInvocationOperation call)
    {
        if (!IsConditional(call))
            return null;
        var filled = new HashSet<ISymbol>(OwnCode.Select(Filled).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        return filled.Count == 0 ? null : OwnCode.OfType<IInvocationOperation>().FirstOrDefault(lookup =>
            AsksForKey(lookup) && lookup.Syntax.SpanStart < call.Syntax.SpanStart
            && ValueFlow.RootVariable(lookup.Receiver()) is { } asked && filled.Contains(asked));
    }

    private static bool AsksForKey(IInvocationOperation lookup) =>
        lookup.TargetMethod.Name is "TryGetValue" or "ContainsKey" or "Contains" or "Add"
        && lookup.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean
        && lookup.Parent is not IExpressionStatementOperation;

    /// <summary>The store that the operation puts something into.</summary>
    private static ISymbol? Filled(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "Set" } store => ValueFlow.RootVariable(store.Receiver()),
        IAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: > 0 } element } =>
            ValueFlow.RootVariable(element.Instance),
        _ => null,
    };

    /// <summary>The list or array of which the target is an element.</summary>
    private static IOperation? Holder(IOperation target) => target switch
    {
        IPropertyReferenceOperation { Arguments.Length: > 0 } element => element.Instance,
        IArrayElementReferenceOperation item => item.ArrayReference,
        _ => null,
    };

    private bool RunsOverChunks =>
        Source is IInvocationOperation { TargetMethod.Name: "Chunk" or "Batch" or "Buffer" } || HasStep || HasLists;

    /// <summary>True for a foreach over lists.</summary>
    private bool HasLists => Loop is IForEachLoopOperation && Items is [ILocalSymbol { Type: var type }] && IsList(type);

    /// <summary>True for a counter that is raised by more than one.</summary>
    private bool HasStep => Loop is IForLoopOperation counted && counted.AtLoopBottom.SelectMany(step => step.Descendants())
        .OfType<ICompoundAssignmentOperation>().Any(step => step.Value.ConstantValue is not { HasValue: true, Value: 1 });

    private static bool IsList(ITypeSymbol type) =>
        type is IArrayTypeSymbol || (type is INamedTypeSymbol { Arity: 1 } named && Lists.Contains(named.Name));

    private bool IsChunking(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder } => true,
        IInvocationOperation { TargetMethod.Name: "Chunk" } => true,
        IInvocationOperation { TargetMethod.Name: "Skip" or "GetRange" } call => call.Arguments.Any(argument => UsesItem(argument.Value)),
        IInvocationOperation { TargetMethod: { Name: "Clear", ContainingType.Name: "ChangeTracker" } } => true,
        _ => false,
    };

    private static bool CreatesUnitOfWork(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => creation.Type.IsA("Microsoft.EntityFrameworkCore.DbContext"),
        IInvocationOperation call =>
            call.TargetMethod.Name is "CreateDbContext" or "CreateDbContextAsync" or "CreateScope" or "CreateAsyncScope",
        _ => false,
    };

    /// <summary>A counter that the body both raises and sets back: what was collected is sent in between.</summary>
    private bool ResetsCounter
    {
        get
        {
            var raised = new HashSet<ISymbol>(
                OwnCode.OfType<IIncrementOrDecrementOperation>().Select(step => ValueFlow.Variable(step.Target)).OfType<ISymbol>(),
                SymbolEqualityComparer.Default);
            return raised.Count > 0 && OwnCode.OfType<ISimpleAssignmentOperation>().Any(assignment =>
                assignment.Value.ConstantValue is { HasValue: true, Value: 0 or 0L }
                && ValueFlow.Variable(assignment.Target) is { } reset && raised.Contains(reset) && !IsDeclaredInside(reset));
        }
    }
}

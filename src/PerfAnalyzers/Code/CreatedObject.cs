namespace PerfAnalyzers.Code;

/// <summary>What becomes of an object after its creation, from the shortest life to the longest.</summary>
internal enum ObjectFate
{
    /// <summary>Used and dropped by the function that creates it.</summary>
    Dropped,

    /// <summary>Handed to other code that may keep or drop it.</summary>
    Escapes,

    /// <summary>The result of the function that creates it.</summary>
    Returned,

    /// <summary>Stored where it outlives the call: a field, a cache, a lazy value.</summary>
    Kept,
}

/// <summary>Answers what becomes of a created object: dropped, handed on, returned, or kept; and which code decides that.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="By">The code that decides; null where nothing but the creation does.</param>
internal sealed record CreatedObject(ObjectFate Fate, IOperation? By = null)
{
    /// <summary>A value that goes through more variables than this is followed no further.</summary>
    private const int Depth = 8;

    private static readonly CreatedObject Dropped = new(ObjectFate.Dropped);

    /// <summary>Methods that keep what their argument is, or makes, for later calls.</summary>
    private static readonly string[] Keepers =
    [
        "GetOrAdd", "AddOrUpdate", "GetOrCreate", "GetOrSet", "EnsureInitialized", "AddSingleton", "TryAddSingleton", "AddKeyedSingleton",
        "AddInstance", "TryAdd", "Enqueue", "Exchange", "CompareExchange",
    ];

    public static CreatedObject Of(IOperation creation)
    {
        if (FactoryAround(creation) is { } factory)
            return new(ObjectFate.Kept, factory);
        var value = creation.Result();
        return value.Parent is IVariableInitializerOperation { Parent: IVariableDeclarationOperation } several
            ? new(ObjectFate.Escapes, several)
            : OfValue(value, Depth);
    }

    private static CreatedObject OfLocal(ILocalSymbol local, IOperation at, int depth) => Variables.ReferencesTo(local, at)
        .Select(reference => OfValue(reference.Result(), depth))
        .Aggregate(Dropped, (longest, other) => other.Fate > longest.Fate ? other : longest);

    private static CreatedObject OfValue(IOperation value, int depth) => value.Parent switch
    {
        var none when none is null || depth == 0 => new(ObjectFate.Escapes, none),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => OfLocal(declarator.Symbol, value, depth - 1),
        var user when IsUsedInPlace(value, user) => Dropped,
        IReturnOperation returned => new(ObjectFate.Returned, returned),
        ICoalesceOperation { Parent: not IArgumentOperation } coalesce => OfValue(coalesce.Result(), depth),
        IConditionalOperation conditional => OfValue(conditional.Result(), depth),
        ISimpleAssignmentOperation assignment => OfAssigned(value, assignment, depth),
        ICoalesceAssignmentOperation or IFieldInitializerOperation or IPropertyInitializerOperation => new(ObjectFate.Kept, value.Parent),
        IArgumentOperation { Parent: IInvocationOperation call } argument => OfArgument(call, argument),
        var other => new(ObjectFate.Escapes, other),
    };

    /// <summary>True for a call on the object, a look at it, or the <c>using</c> that ends its life.</summary>
    private static bool IsUsedInPlace(IOperation value, IOperation? user) => user switch
    {
        IInvocationOperation call => call.Instance == value,
        IMemberReferenceOperation member => member.Instance == value,
        IConditionalAccessOperation access => access.Operation == value,
        _ => user is IUsingOperation or IExpressionStatementOperation or IBinaryOperation or IIsPatternOperation,
    };

    private static CreatedObject OfAssigned(IOperation value, ISimpleAssignmentOperation assignment, int depth) => assignment.Target switch
    {
        IDiscardOperation => Dropped,
        ILocalReferenceOperation target => assignment.Value == value ? OfLocal(target.Local, value, depth - 1) : Dropped,
        _ => new(ObjectFate.Kept, assignment),
    };

    private static CreatedObject OfArgument(IInvocationOperation call, IArgumentOperation argument)
    {
        if (Keeps(call))
            return new(ObjectFate.Kept, call);
        return call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0 ? Dropped : new(ObjectFate.Escapes, call);
    }

    private static bool Keeps(IInvocationOperation call) =>
        Keepers.Any(keeper => call.TargetMethod.Name.StartsWith(keeper, StringComparison.Ordinal));

    /// <summary>The factory around the operation that makes a lazy value, or an entry of a cache: it runs once for all calls.</summary>
    private static IOperation? FactoryAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation lambda && lambda.TakingArgument()?.Parent is { } taker && RunsOnce(taker))
                return taker;
        return null;
    }

    private static bool RunsOnce(IOperation taker) => taker switch
    {
        IObjectCreationOperation { Type.Name: "Lazy" or "AsyncLazy" } => true,
        IInvocationOperation call => Keeps(call),
        _ => false,
    };
}

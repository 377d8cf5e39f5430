namespace PerfAnalyzers.Code;

/// <summary>What becomes of an object after its creation.</summary>
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

/// <summary>Answers what becomes of a created object: dropped, handed on, returned, or kept.</summary>
internal static class CreatedObject
{
    /// <summary>Methods that keep what their argument is, or makes, for later calls.</summary>
    private static readonly string[] Keepers =
        ["GetOrAdd", "AddOrUpdate", "GetOrCreate", "GetOrSet", "EnsureInitialized", "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "AddInstance", "TryAdd", "Enqueue", "Exchange", "CompareExchange"];

    public static ObjectFate FateOf(IOperation creation)
    {
        if (IsInLazyFactory(creation))
            return ObjectFate.Kept;
        var value = creation.Result();
        return value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => FateOf(declarator.Symbol, creation),
            IVariableInitializerOperation { Parent: IVariableDeclarationOperation } => ObjectFate.Escapes,
            _ => FateOfValue(value),
        };
    }

    /// <summary>The operation that yields the object itself: the creation under its conversions, its await and its ConfigureAwait.</summary>
    public static IOperation Result(this IOperation creation)
    {
        while (creation.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation
               || creation.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance == creation)
            creation = creation.Parent;
        return creation;
    }

    /// <summary>Every reference to the local, in the whole body that declares it.</summary>
    public static IEnumerable<ILocalReferenceOperation> ReferencesTo(ILocalSymbol local, IOperation inside)
    {
        while (inside.Parent is not null)
            inside = inside.Parent;
        return inside.Descendants().OfType<ILocalReferenceOperation>().Where(reference => !reference.IsDeclaration && SymbolEqualityComparer.Default.Equals(reference.Local, local));
    }

    private static ObjectFate FateOf(ILocalSymbol local, IOperation inside) =>
        ReferencesTo(local, inside).Select(reference => FateOfValue(reference.Result())).DefaultIfEmpty(ObjectFate.Dropped).Max();

    private static ObjectFate FateOfValue(IOperation value) => value.Parent switch
    {
        IInvocationOperation call when call.Instance == value => ObjectFate.Dropped,
        IMemberReferenceOperation member when member.Instance == value => ObjectFate.Dropped,
        IConditionalAccessOperation access when access.Operation == value => ObjectFate.Dropped,
        IUsingOperation or IExpressionStatementOperation or IBinaryOperation or IIsPatternOperation => ObjectFate.Dropped,
        IReturnOperation => ObjectFate.Returned,
        ICoalesceOperation coalesce when coalesce.Parent is not IArgumentOperation => FateOfValue(coalesce.Result()),
        IConditionalOperation conditional => FateOfValue(conditional.Result()),
        ICoalesceAssignmentOperation => ObjectFate.Kept,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => ObjectFate.Dropped,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when assignment.Value == value => FateOf(target.Local, value),
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation } => ObjectFate.Dropped,
        ISimpleAssignmentOperation or IFieldInitializerOperation or IPropertyInitializerOperation => ObjectFate.Kept,
        IArgumentOperation { Parent: IInvocationOperation call } argument => FateOfArgument(call, argument),
        IArgumentOperation { Parent: IPropertyReferenceOperation } => ObjectFate.Escapes,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation alias } => FateOf(alias.Symbol, value),
        _ => ObjectFate.Escapes,
    };

    private static ObjectFate FateOfArgument(IInvocationOperation call, IArgumentOperation argument) =>
        Keepers.Any(keeper => call.TargetMethod.Name.StartsWith(keeper, StringComparison.Ordinal)) ? ObjectFate.Kept
        : call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0 ? ObjectFate.Dropped
        : ObjectFate.Escapes;

    /// <summary>The factory of a lazy value, or of an entry of a cache, runs once for all calls.</summary>
    private static bool IsInLazyFactory(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAnonymousFunctionOperation lambda)
            {
                var use = lambda.Parent;
                while (use is IDelegateCreationOperation or IConversionOperation)
                    use = use.Parent;
                if (use is IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "Lazy" or "AsyncLazy" } }
                    || use is IArgumentOperation { Parent: IInvocationOperation call } && Keepers.Any(keeper => call.TargetMethod.Name.StartsWith(keeper, StringComparison.Ordinal)))
                    return true;
            }
        return false;
    }
}

namespace PerfAnalyzers.Code;

/// <summary>Answers what an await waits for and yields, and where the result of a call is.</summary>
internal static class Awaits
{
    /// <summary>True for Task, ValueTask and their generic forms.</summary>
    public static bool IsTask(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" } named
        && named.ContainingNamespace is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary>What awaiting a value of the type yields: a type, void for no value; null where the type cannot be awaited.</summary>
    public static ITypeSymbol? AwaitedType(this ITypeSymbol type) =>
        type.SelfAndBases().SelectMany(t => t.GetMembers("GetAwaiter")).OfType<IMethodSymbol>()
            .FirstOrDefault(method => method.Parameters.IsEmpty && !method.IsStatic)?.ReturnType
            .GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.IsEmpty)?.ReturnType;

    /// <summary>The type of the value once it is there: what a task yields, and any other type itself.</summary>
    public static ITypeSymbol OnceAwaited(this ITypeSymbol type) => type.IsTask() ? type.AwaitedType() ?? type : type;

    /// <summary>The task under casts, ConfigureAwait, AsTask and WaitAsync.</summary>
    public static IOperation UnwrapTask(this IOperation operation)
    {
        while (true)
        {
            operation = operation.WithoutConversions();
            if (operation is not IInvocationOperation { Instance: { } task } call || !PassesTaskOn(call.TargetMethod))
                return operation;
            operation = task;
        }
    }

    /// <summary>The call whose task is awaited.</summary>
    public static IInvocationOperation? AwaitedCall(this IAwaitOperation await) => await.Operation.UnwrapTask() as IInvocationOperation;

    /// <summary>
    /// The operation that yields the value itself: a call or creation under its conversions, its await and its ConfigureAwait.
    /// </summary>
    public static IOperation Result(this IOperation operation)
    {
        while (operation.Parent is { } parent && (parent is IAwaitOperation || OnlyConverts(parent, operation)))
            operation = parent;
        return operation;
    }

    /// <summary>
    /// The operation that yields the result of a call where it is written: the call itself, or the await around its task.
    /// Null for a task that is not awaited there.
    /// </summary>
    public static IOperation? ResultInPlace(this IInvocationOperation call)
    {
        if (!call.Type.IsTask())
            return call;
        IOperation task = call;
        while (task.Parent is { } parent && OnlyConverts(parent, task))
            task = parent;
        return task.Parent as IAwaitOperation;
    }

    /// <summary>
    /// True where the code after a call runs when the call is done: it is synchronous, or awaited or blocked on where it is written.
    /// </summary>
    public static bool IsDoneInPlace(this IInvocationOperation call)
    {
        if (!call.Type.IsTask() && call.Type is not { Name: "AsyncUnaryCall" })
            return true;
        return UserOfTask(call) switch
        {
            IAwaitOperation => true,
            IPropertyReferenceOperation property => property.Property.Name is "Result" or "ResponseAsync",
            IInvocationOperation waiting => waiting.TargetMethod.Name is "Wait" or "GetAwaiter",
            _ => false,
        };
    }

    /// <summary>True where the task of a call is awaited where it is started.</summary>
    public static bool IsAwaitedInPlace(this IInvocationOperation call) => call.Type.IsTask() && UserOfTask(call) is IAwaitOperation;

    /// <summary>True where the code does something with what a call returns, or its task yields.</summary>
    public static bool IsResultUsed(this IInvocationOperation call) =>
        UserOfTask(call) is var user
        && (user is IAwaitOperation ? user.Result().Parent : user)
            is not (IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation });

    /// <summary>What the task of a call is given to, under conversions, <c>?.</c> and ConfigureAwait.</summary>
    private static IOperation? UserOfTask(IInvocationOperation call)
    {
        var user = call.Parent;
        while (user is IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation || IsTaskItself(user))
            user = user!.Parent;
        return user;
    }

    private static bool IsTaskItself(IOperation? user) =>
        user is IInvocationOperation { TargetMethod: { Name: not "GetAwaiter" } method } && PassesTaskOn(method);

    /// <summary>True for a method whose result is complete when its instance is, and yields the same.</summary>
    private static bool PassesTaskOn(IMethodSymbol method) =>
        method.Name is "ConfigureAwait" or "AsTask" or "WaitAsync" or "Preserve" or "GetAwaiter" or "AsValueTask";

    /// <summary>True for a conversion of the value, and for its ConfigureAwait.</summary>
    private static bool OnlyConverts(IOperation parent, IOperation value) => parent switch
    {
        IConversionOperation or IParenthesizedOperation => true,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured => configured.Instance == value,
        _ => false,
    };

    private static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
    }
}

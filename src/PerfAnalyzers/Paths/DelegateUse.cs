using PerfAnalyzers.Code;

namespace PerfAnalyzers.Paths;

/// <summary>Answers what runs a lambda, or a method used as a delegate, when that is not the code around it.</summary>
internal static class DelegateUse
{
    private static readonly (PathKind Kind, string Type)[] Delegates =
    [
        (PathKind.Callback, "System.Threading.TimerCallback"),
        (PathKind.Callback, "System.Timers.ElapsedEventHandler"),
        (PathKind.OwnThread, "System.Threading.ThreadStart"),
        (PathKind.OwnThread, "System.Threading.ParameterizedThreadStart"),
        (PathKind.Unknown, "System.Threading.WaitCallback"),
    ];

    private static readonly (PathKind Kind, string Type, string Method)[] Receivers =
    [
        (PathKind.Unknown, "System.Threading.Tasks.Task", "Run"),
        (PathKind.Unknown, "System.Threading.Tasks.TaskFactory", "StartNew"),
        (PathKind.Unknown, "System.Threading.Tasks.TaskFactory`1", "StartNew"),
        (PathKind.Unknown, "System.Threading.ThreadPool", "QueueUserWorkItem"),
        (PathKind.Unknown, "System.Threading.ThreadPool", "UnsafeQueueUserWorkItem"),
        (PathKind.Callback, "System.Threading.ThreadPool", "RegisterWaitForSingleObject"),
        (PathKind.Callback, "StackExchange.Redis.ISubscriber", "Subscribe"),
        (PathKind.Callback, "StackExchange.Redis.ISubscriber", "SubscribeAsync"),
        (PathKind.Callback, "StackExchange.Redis.ChannelMessageQueue", "OnMessage"),
    ];

    /// <param name="function">The lambda, or the reference to the method.</param>
    /// <param name="symbol">What is run.</param>
    /// <returns>What runs it; null where it runs as the code around it.</returns>
    public static PathKind? RunsAs(IOperation function, IMethodSymbol symbol)
    {
        var use = function;
        ITypeSymbol? type = null;
        while (use.Parent is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            use = use.Parent;
            type ??= (use as IDelegateCreationOperation)?.Type;
        }
        if (use.Parent is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } && OfReceiver(call, parameter) is { } receiver)
            return receiver;
        foreach (var (kind, name) in Delegates)
            if ((type as INamedTypeSymbol)?.Is(name) == true)
                return kind;
        return Handlers.OfParameters(symbol);
    }

    private static PathKind? OfReceiver(IInvocationOperation call, IParameterSymbol parameter)
    {
        var method = call.TargetMethod;
        if (parameter.Type is INamedTypeSymbol type && type.Is("System.Delegate") && IsRouteBuilder((method.ReducedFrom ?? method).Parameters[0].Type))
            return PathKind.Request;
        foreach (var (kind, owner, name) in Receivers)
            if (method.Name == name && method.ContainingType?.Is(owner) == true)
                return IsLongRunning(call) ? PathKind.OwnThread : kind;
        return null;
    }

    private static bool IsRouteBuilder(ITypeSymbol type) =>
        (type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes.OfType<INamedTypeSymbol>().FirstOrDefault() : type as INamedTypeSymbol)
        ?.SelfBasesAndInterfaces().Any(candidate => candidate.Is("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder")) == true;

    private static bool IsLongRunning(IInvocationOperation call) => call.Arguments.Any(argument =>
        argument.Parameter?.Type.Name == nameof(TaskCreationOptions)
        && argument.Value.ConstantValue is { HasValue: true, Value: int options }
        && ((TaskCreationOptions)options).HasFlag(TaskCreationOptions.LongRunning));
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Paths;

/// <summary>Answers what runs a lambda, or a method used as a delegate, when that is not the code around it.</summary>
internal sealed class DelegateUse(ApiKnowledge apis, Handlers handlers)
{
    private readonly CodeFacts facts = apis.Code;

    private static readonly ImmutableArray<ApiRole> Roles =
        ImmutableArray.Create(
            ApiRole.Request, ApiRole.Message, ApiRole.Callback, ApiRole.Worker, ApiRole.Startup, ApiRole.Thread, ApiRole.Pool);

    /// <param name="function">The lambda, or the reference to the method.</param>
    /// <param name="symbol">What is run.</param>
    /// <returns>What runs it; null where it runs as the code around it.</returns>
    public PathKind? RunsAs(IOperation function, IMethodSymbol symbol)
    {
        var use = function;
        ITypeSymbol? type = null;
        while (use.Parent is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            use = use.Parent;
            type ??= (use as IDelegateCreationOperation)?.Type;
        }
        if (use.Parent is IArgumentOperation argument && OfReceiver(argument) is { } receiver)
            return receiver;
        return type is INamedTypeSymbol named && facts.OfType(named, Roles) is { } role
            ? Handlers.KindOf(role)
            : handlers.OfParameters(symbol);
    }

    /// <summary>
    /// True for a function that is handed over as a plain <see cref="Delegate"/> and runs per request: whoever takes it looks at its
    /// signature,
    /// and awaits what it returns.
    /// </summary>
    public bool IsEndpoint(IArgumentOperation argument) =>
        argument.Parameter?.Type is INamedTypeSymbol type && type.Is("System.Delegate") && OfReceiver(argument) == PathKind.Request;

    private PathKind? OfReceiver(IArgumentOperation argument)
    {
        if (argument is not { Parameter: { } parameter, Parent: IInvocationOperation call })
            return null;
        var method = call.TargetMethod;
        if (parameter.Type is INamedTypeSymbol type && type.Is("System.Delegate")
            && IsRouteBuilder((method.ReducedFrom ?? method).Parameters[0].Type))
            return PathKind.Request;
        if (facts.OfHandedTo(method, Roles) is not { } role)
            return apis.Find(call, ApiRole.Scoped) is null ? null : PathKind.Scope;
        return IsLongRunning(call) ? PathKind.OwnThread : Handlers.KindOf(role);
    }

    private static bool IsRouteBuilder(ITypeSymbol type) =>
        (type is ITypeParameterSymbol parameter
            ? parameter.ConstraintTypes.OfType<INamedTypeSymbol>().FirstOrDefault()
            : type as INamedTypeSymbol)
        ?.SelfBasesAndInterfaces().Any(candidate => candidate.Is("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder")) == true;

    private static bool IsLongRunning(IInvocationOperation call) => call.Arguments.Any(argument =>
        argument.Parameter?.Type.Name == nameof(TaskCreationOptions)
        && argument.Value.ConstantValue is { HasValue: true, Value: int options }
        && ((TaskCreationOptions)options).HasFlag(TaskCreationOptions.LongRunning));
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules.Connections;

/// <summary>Answers which client an object becomes part of: a handler belongs to its HttpClient, a credential to its client.</summary>
internal static class HttpStack
{
    /// <summary>
    /// The creation that stands for the whole client: the HttpClient around a handler, or the operation itself. Null where another client
    /// that is reported in its own right takes it in, or where the client is told to leave its handler alone.
    /// </summary>
    public static IOperation? ClientAround(IOperation creation, ApiKnowledge apis)
    {
        for (var (current, depth) = (creation, 0); depth < 4; depth++)
        {
            if (Consumer(current) is not { } consumer)
                return current;
            if (IsClient(consumer, apis))
                return null;
            if (consumer is not IObjectCreationOperation { Type: INamedTypeSymbol type } outer)
                return current;
            if (!type.IsA("System.Net.Http.HttpMessageHandler") && !type.IsA("System.Net.Http.HttpMessageInvoker"))
                return TakenBy(outer, apis) ? null : current;
            if (LeavesHandlerAlone(outer))
                return null;
            current = outer;
        }
        return creation;
    }

    /// <summary>The creation or call that takes the object as an argument or in its initializer, directly or by one local.</summary>
    private static IOperation? Consumer(IOperation creation)
    {
        var value = creation.Result();
        if (Receiver(value) is { } direct)
            return direct;
        return value.DeclaredLocal() is { } local
            ? Variables.ReferencesTo(local, creation).Select(use => Receiver(use.Result())).FirstOrDefault(receiver => receiver is not null)
            : null;
    }

    private static IOperation? Receiver(IOperation value) => value.Parent switch
    {
        IArgumentOperation { Parent: IObjectCreationOperation outer } => outer,
        IArgumentOperation { Parent: IInvocationOperation call } argument => IsCalledOn(call, argument) ? null : call,
        ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation outer } } => outer,
        _ => null,
    };

    private static bool IsCalledOn(IInvocationOperation call, IArgumentOperation argument) =>
        call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0;

    /// <summary>True where options, a transport or the like carry the object into a client.</summary>
    private static bool TakenBy(IOperation outer, ApiKnowledge apis)
    {
        for (var depth = 0; depth < 4 && Consumer(outer) is { } consumer; depth++, outer = consumer)
            if (IsClient(consumer, apis))
                return true;
        return false;
    }

    private static bool IsClient(IOperation operation, ApiKnowledge apis) => operation switch
    {
        IObjectCreationOperation creation => apis.Find(creation, ApiRole.Client) is not null,
        IInvocationOperation call => apis.Find(call, ApiRole.Client) is not null,
        _ => false,
    };

    private static bool LeavesHandlerAlone(IObjectCreationOperation client) => client.Arguments.Any(argument =>
        argument.Parameter is { Name: "disposeHandler" } && argument.Value.IsConstant(false));
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Host;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Connections;

/// <summary>Answers whether a client serves more calls than the one that creates it.</summary>
internal static class ClientLife
{
    private static readonly string[] FactoryMethods = ["Create", "Build"];
    private static readonly string[] FactoryTypes = ["Factory", "Provider"];

    /// <summary>Why the client may well serve more than one call; null where it serves one.</summary>
    public static Guard? WhyShared(IOperation client, CodePath path, ObjectFate fate, Handlers handlers) => fate switch
    {
        ObjectFate.Kept => IsKeptForOneCall(client, path, handlers) ? null : Guard.ClientIsKept,
        ObjectFate.Returned when IsFactory(client.EnclosingFunction()) => Guard.MadeByFactory,
        _ when path.IsHot => null,
        ObjectFate.Returned or ObjectFate.Escapes => Guard.NotOnRequestPath,
        _ when path.Kind == PathKind.Worker => RunsRepeatedly(client, path) ? null : Guard.ServesALoop,
        _ => WhyNotPerCall(client),
    };

    /// <summary>Why code that no handler reaches may create it once.</summary>
    private static Guard? WhyNotPerCall(IOperation client)
    {
        var function = client.EnclosingFunction();
        if (function is null or { MethodKind: MethodKind.Constructor } or { IsStatic: true, IsAsync: false })
            return Guard.RunsPerhapsOnce;
        return ServesALoop(client) ? Guard.ServesALoop : null;
    }

    private static bool IsKeptForOneCall(IOperation client, CodePath path, Handlers handlers) =>
        path is { IsHot: true, Steps: 0 }
        && (IsPartOfInstance(client) || (path.Kind != PathKind.Callback && IsSetByHandler(client, handlers)));

    /// <summary>
    /// True where each call of the handler sets the member anew, or sets it where it is empty, which it is in an object that lives for one
    /// request. A static or long-lived member that is set once is shared.
    /// </summary>
    private static bool IsSetByHandler(IOperation client, Handlers handlers) => client.Result().Parent switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } assignment when IsInMethod(client) =>
            Occurrence.ChoicesOf(assignment, assignment.Function()).IsEmpty || IsOfOneRequest(member, handlers),
        ICoalesceAssignmentOperation { Target: IMemberReferenceOperation member } => IsInMethod(client) && IsOfOneRequest(member, handlers),
        _ => false,
    };

    private static bool IsInMethod(IOperation client) => client.EnclosingFunction() is { MethodKind: MethodKind.Ordinary };

    private static bool IsOfOneRequest(IMemberReferenceOperation member, Handlers handlers) =>
        member is { Instance: IInstanceReferenceOperation, Member.ContainingType: { } type }
        && handlers.OfInstances(type) is (PathKind.Request or PathKind.Message);

    /// <summary>A member of an object that lives for one request: set in its constructor or by an initializer.</summary>
    private static bool IsPartOfInstance(IOperation client) => client.Result().Parent switch
    {
        IFieldInitializerOperation or IPropertyInitializerOperation => true,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation } } =>
            client.EnclosingFunction() is { MethodKind: MethodKind.Constructor },
        _ => false,
    };

    private static bool IsFactory(IMethodSymbol? function) => function is not null
        && (FactoryMethods.Any(beginning => function.Name.StartsWith(beginning, StringComparison.Ordinal))
            || FactoryTypes.Any(end => function.ContainingType.Name.EndsWith(end, StringComparison.Ordinal)));

    /// <summary>A service creates what it needs once and then loops; only what it creates in the loop is created again.</summary>
    private static bool RunsRepeatedly(IOperation client, CodePath path) => IsInLoop(client) || (path.Steps > 0 && !ServesALoop(client));

    private static bool IsInLoop(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is not (null or ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
            parent = parent.Parent;
        return parent is ILoopOperation;
    }

    /// <summary>A client made before an open-ended loop that uses it is a long-lived client.</summary>
    private static bool ServesALoop(IOperation client) =>
        client.Result().DeclaredLocal() is { } local && !IsInLoop(client) && Variables.ReferencesTo(local, client).Any(IsInOpenLoop);

    private static bool IsInOpenLoop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IWhileLoopOperation or IForLoopOperation { Condition: null } or IForEachLoopOperation { IsAsynchronous: true })
                return true;
        return false;
    }
}

using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Connections;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShareTheClient() : CallRule(Descriptor, ApiRole.Client)
{
    internal const string Id = "PERF0201";

    /// <summary>Set on findings whose client could be shared as it is.</summary>
    internal const string Shareable = "shareable";

    private static readonly ImmutableDictionary<string, string?> Fixable = ImmutableDictionary<string, string?>.Empty.Add(Shareable, "true");

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Sureness.Certain, latency: Impact.Better, throughput: Impact.Better,
        title: "Share the client instead of creating it for every call",
        message: "'{0}' makes a new client on every call{1}: {2}; {3}");

    private protected override Verdict? Judge(Call call)
    {
        if (call.Fact(ApiRole.Client) is null)
            return null;
        if (call.NeverRuns)
            return Guard.NeverRuns;
        if (HttpStack.ClientAround(call.Operation, call.Project.Apis) is not { Type: { } type } client)
            return Guard.PartOfAnotherClient;
        if (call.Path.IsExempt)
            return Guard.Of(call.Path.Kind);

        var fate = CreatedObject.FateOf(client);
        var kind = ClientKind.Of(Produced(type));
        var varies = VaryingValue.IsIn(client);
        if (WhyShared(client, call.Path, fate) is { } shared)
            return shared;
        var reached = call.Path is { Steps: > 0, HandlerName: { } handler } ? $" (reached from {handler})" : "";
        return new Finding(
            varies || kind.SharesConnections || fate is ObjectFate.Returned or ObjectFate.Escapes ? Sureness.Likely : Sureness.Certain,
            NameOf(client), reached, kind.Cost, kind.Remedy)
        {
            At = client.Syntax,
            ForFix = fate == ObjectFate.Dropped && !varies ? Fixable : ImmutableDictionary<string, string?>.Empty,
        };
    }

    /// <summary>Why the client may well serve more than one call; null where it serves one.</summary>
    private static Guard? WhyShared(IOperation client, CodePath path, ObjectFate fate) => fate switch
    {
        ObjectFate.Kept => path.IsHot && path.Steps == 0 && IsPartOfInstance(client) ? null : Guard.ClientIsKept,
        ObjectFate.Returned when IsFactory(client.EnclosingFunction()) => Guard.MadeByFactory,
        ObjectFate.Returned or ObjectFate.Escapes => path.IsHot ? null : Guard.NotOnRequestPath,
        _ when path.IsHot => null,
        _ when path.Kind == PathKind.Worker => RunsRepeatedly(client, path) ? null : Guard.ServesALoop,
        _ => IsMadePerCall(client) ? null : Guard.ServesALoop,
    };

    private static bool IsMadePerCall(IOperation client) =>
        client.EnclosingFunction() is { MethodKind: not MethodKind.Constructor } function && (function.IsAsync || !function.IsStatic) && !ServesALoop(client);

    /// <summary>A member of an object that lives for one request: set in its constructor or by an initializer.</summary>
    private static bool IsPartOfInstance(IOperation client) =>
        client.Result().Parent is IFieldInitializerOperation or IPropertyInitializerOperation
        || (client.Result().Parent is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation } }
            && client.EnclosingFunction() is { MethodKind: MethodKind.Constructor });

    private static bool IsFactory(IMethodSymbol? function) =>
        function is not null && (function.Name.StartsWith("Create", StringComparison.Ordinal) || function.Name.StartsWith("Build", StringComparison.Ordinal)
            || function.ContainingType.Name.EndsWith("Factory", StringComparison.Ordinal) || function.ContainingType.Name.EndsWith("Provider", StringComparison.Ordinal));

    /// <summary>A service creates what it needs once and then loops; only what it creates in the loop is created again.</summary>
    private static bool RunsRepeatedly(IOperation client, CodePath path) =>
        IsInLoop(client) || (path.Steps > 0 && !ServesALoop(client));

    private static bool IsInLoop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
            if (parent is ILoopOperation)
                return true;
        return false;
    }

    /// <summary>A client made before an open-ended loop that uses it is a long-lived client.</summary>
    private static bool ServesALoop(IOperation client) =>
        client.Result().Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }
        && !IsInLoop(client)
        && CreatedObject.ReferencesTo(local, client).Any(IsInOpenLoop);

    private static bool IsInOpenLoop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IWhileLoopOperation or IForLoopOperation { Condition: null } or IForEachLoopOperation { IsAsynchronous: true })
                return true;
        return false;
    }

    private static ITypeSymbol Produced(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1, Name: nameof(Task) or "ValueTask" } task ? task.TypeArguments[0] : type;

    private static string NameOf(IOperation client) => client switch
    {
        IInvocationOperation call => $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}",
        _ => $"new {client.Type!.Name}",
    };
}

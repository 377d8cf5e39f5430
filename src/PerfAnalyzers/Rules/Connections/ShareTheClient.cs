using PerfAnalyzers.Code;
using PerfAnalyzers.Host;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Paths;

namespace PerfAnalyzers.Rules.Connections;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShareTheClient() : PerfAnalyzer(Descriptor)
{
    internal const string Id = "PERF0201";

    /// <summary>Set on findings whose client could be shared as it is.</summary>
    internal const string Shareable = "shareable";

    private static readonly ImmutableDictionary<string, string?> Fixable = ImmutableDictionary<string, string?>.Empty.Add(Shareable, "true");

    private static readonly DiagnosticDescriptor Descriptor = PerfRule.Describe(
        Id, Confidence.Certain, latency: Effect.Better, throughput: Effect.Better,
        title: "Share the client instead of creating it for every call",
        message: "'{0}' makes a new client on every call{1}: {2}; {3}");

    private protected override void Register(CompilationStartAnalysisContext start, Project project) =>
        start.RegisterOperationAction(context => Analyze(context, project), OperationKind.ObjectCreation, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context, Project project)
    {
        if (ClientOf(context.Operation, project.Apis) is not { } member
            || HttpStack.ClientAround(context.Operation, project.Apis) is not { Type: { } type } client
            || client.IsInExpressionTree())
            return;
        var path = project.PathOf(client, context.CancellationToken);
        if (path.IsExempt)
            return;

        var fate = CreatedObject.FateOf(client);
        var kind = ClientKind.Of(Produced(type));
        var varies = VaryingValue.IsIn(client);
        if (SeverityOf(client, path, fate, kind, varies) is not { } severity)
            return;

        var reached = path is { Steps: > 0, HandlerName: { } handler } ? $" (reached from {handler})" : "";
        Report(
            context, project, member, client.Syntax, severity,
            fate == ObjectFate.Dropped && !varies ? Fixable : ImmutableDictionary<string, string?>.Empty,
            NameOf(client), reached, kind.Cost, kind.Remedy);
    }

    private static ISymbol? ClientOf(IOperation operation, ApiKnowledge apis) => operation switch
    {
        IObjectCreationOperation creation => apis.Find(creation, ApiRole.Client) is null ? null : creation.Constructor,
        IInvocationOperation call => apis.Find(call, ApiRole.Client) is null ? null : call.TargetMethod,
        _ => null,
    };

    /// <summary>A warning only where the client certainly serves one call; silence where it may well be shared.</summary>
    private static DiagnosticSeverity? SeverityOf(IOperation client, CodePath path, ObjectFate fate, ClientKind kind, bool varies)
    {
        var loud = varies || kind.SharesConnections ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        return fate switch
        {
            ObjectFate.Kept => path.IsHot && path.Steps == 0 && IsPartOfInstance(client) ? loud : null,
            ObjectFate.Returned => path.IsHot && !IsFactory(client.EnclosingFunction()) ? DiagnosticSeverity.Info : null,
            ObjectFate.Escapes => path.IsHot ? DiagnosticSeverity.Info : null,
            _ when path.IsHot => loud,
            _ when path.Kind == PathKind.Worker => RunsRepeatedly(client, path) ? DiagnosticSeverity.Info : null,
            _ => client.EnclosingFunction() is { MethodKind: not MethodKind.Constructor } function && (function.IsAsync || !function.IsStatic) && !ServesALoop(client)
                ? DiagnosticSeverity.Info : null,
        };
    }

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

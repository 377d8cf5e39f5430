using System.Collections.Concurrent;
using PerfAnalyzers.Code;
using PerfAnalyzers.Effects;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Paths;

/// <summary>
/// Answers which path runs a piece of code: a request, a message, start-up, nothing known. The nearest function decides; a method that is
/// no handler runs as its callers do. Thread-safe; answers are kept as long as the compilation.
/// </summary>
internal sealed class RequestPath
{
    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Reach), CodePath> known = new();
    private readonly CallGraph callSites;
    private readonly Lazy<IMethodSymbol?> entryPoint;
    private readonly Lazy<bool> isConsole;
    private readonly StartupCode startup;
    private readonly CodeFacts learned;

    public RequestPath(Compilation compilation, ApiKnowledge apis)
    {
        Handlers = new(apis.Code);
        Delegates = new(apis, Handlers);
        startup = new(apis.Code);
        learned = apis.LearnedCode;
        callSites = CallGraph.Of(compilation);
        Registrations = new(callSites, apis);
        AsynchronousCallers = new(callSites, Handlers, Delegates);
        entryPoint = new(() => compilation.GetEntryPoint(CancellationToken.None));
        isConsole = new(() => ConsoleProgram.Is(compilation, CancellationToken.None));
    }

    public Handlers Handlers { get; }

    public DelegateUse Delegates { get; }

    public AsynchronousCallers AsynchronousCallers { get; }

    public Registrations Registrations { get; }

    /// <param name="operation">The code in question.</param>
    /// <param name="reach">How many calls from the handler still count.</param>
    /// <param name="cancellation">Ends the search.</param>
    public CodePath Find(IOperation operation, int reach, CancellationToken cancellation) =>
        InProgram(Around(operation, reach, cancellation));

    /// <summary>The path of a method's own code: not of the lambdas and local functions in it.</summary>
    /// <param name="method">A method that is declared in the project.</param>
    /// <param name="reach">How many calls from the handler still count.</param>
    /// <param name="cancellation">Ends the search.</param>
    public CodePath Find(IMethodSymbol method, int reach, CancellationToken cancellation) =>
        InProgram(OfMethod(method, reach, cancellation));

    /// <summary>Whatever a command-line program runs, it runs for one user.</summary>
    private CodePath InProgram(CodePath path) =>
        isConsole.Value && path.Kind is not (PathKind.Request or PathKind.Message or PathKind.Test or PathKind.Obsolete)
            ? new(PathKind.Console)
            : path;

    private CodePath Around(IOperation operation, int reach, CancellationToken cancellation)
    {
        var isDeferred = false;
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda when Delegates.RunsAs(lambda, lambda.Symbol) is { } kind:
                    return kind == PathKind.Scope ? OfFactory(lambda, reach, cancellation) : Runs(kind, lambda.Symbol);
                case IAnonymousFunctionOperation:
                    isDeferred = true;
                    break;
                case ILocalFunctionOperation local:
                    return OfLocalFunction(local, reach, cancellation);
            }

        var member = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellation);
        while (member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            member = member.ContainingSymbol;
        if (member is IMethodSymbol method)
            return OfMethod(method, reach, cancellation);
        return member is null || isDeferred ? CodePath.Unknown : OfInitializer(member, cancellation);
    }

    /// <summary>The path of a factory that a service is registered with: a test registers services too.</summary>
    private CodePath OfFactory(IAnonymousFunctionOperation factory, int reach, CancellationToken cancellation) =>
        Around(factory, reach, cancellation) is { Kind: PathKind.Test or PathKind.Obsolete } exempt
            ? exempt
            : Runs(PathKind.Scope, factory.Symbol);

    /// <summary>The path of the value that a field or property starts with.</summary>
    private CodePath OfInitializer(ISymbol member, CancellationToken cancellation) =>
        member.IsStatic ? new(PathKind.Startup) : Runs(OfInstances(member.ContainingType, cancellation) ?? PathKind.Unknown, member);

    /// <summary>What makes instances of the type; null where that is not seen to happen again and again.</summary>
    private PathKind? OfInstances(INamedTypeSymbol type, CancellationToken cancellation) =>
        Handlers.OfInstances(type) ?? (Registrations.MakesAgain(type, cancellation) ? PathKind.Scope : null);

    /// <summary>
    /// An asynchronous function that start-up code only hands on, or keeps for others, does not run with it: what runs it is not known.
    /// </summary>
    private CodePath OfLocalFunction(ILocalFunctionOperation local, int reach, CancellationToken cancellation)
    {
        var container = Handlers.OfParameters(local.Symbol) is { } kind ? Runs(kind, local.Symbol) : Around(local, reach, cancellation);
        if (container.IsHot)
            return container;
        var uses = callSites.Of(local, cancellation).ToList();
        var isHandedOn = container.Kind == PathKind.Startup && local.Symbol.IsAsync && !uses.Any(use => use is IInvocationOperation);
        if (isHandedOn)
            container = CodePath.Unknown;
        if (reach == 0)
            return container;
        var callers = uses.Select(use => OfUse(use, local.Symbol, reach, cancellation)).ToList();
        return callers.FirstOrDefault(path => path.IsHot) ?? (callers.Count > 0 && !isHandedOn ? Strongest(callers) : container);
    }

    private CodePath OfMethod(IMethodSymbol method, int reach, CancellationToken cancellation)
    {
        var key = (method.OriginalDefinition, reach);
        return known.TryGetValue(key, out var path) ? path : known.GetOrAdd(key, Trace(method, reach, cancellation));
    }

    private CodePath Trace(IMethodSymbol method, int reach, CancellationToken cancellation)
    {
        var exempt = startup.KindOf(method, entryPoint.Value);
        if (Handlers.KindOf(method) is { } handler && exempt is null or PathKind.Startup)
            return Runs(handler, method);
        if (exempt is { } kind)
            return new(kind);
        if (method.MethodKind == MethodKind.Constructor && Registrations.MakesAgain(method.ContainingType, cancellation))
            return Runs(PathKind.Scope, method);
        var inSight = OfCallers(method, reach, cancellation);
        return inSight is not { IsHot: true } && OfOtherProjects(method) is { } learned ? learned : inSight;
    }

    private CodePath OfCallers(IMethodSymbol method, int reach, CancellationToken cancellation)
    {
        if (reach == 0 || callSites.Of(method.AssociatedSymbol ?? method, cancellation) is not { Count: > 0 } uses)
            return CodePath.Unknown;
        return Strongest(uses.Select(use => OfUse(use, method, reach, cancellation)));
    }

    /// <summary>What runs a member that other projects call, one step away; null where nothing was learned of it.</summary>
    private CodePath? OfOtherProjects(IMethodSymbol method) =>
        learned.OfMember(method, Handlers.Serving) is { } role
            ? new(Handlers.KindOf(role), Steps: 1, Handler: method) { IsLearned = true }
            : null;

    private CodePath OfUse(IOperation use, IMethodSymbol callee, int reach, CancellationToken cancellation)
    {
        if (use is IMethodReferenceOperation && Delegates.RunsAs(use, callee) is { } kind)
            return Runs(kind, callee);
        var path = Around(use, reach - 1, cancellation);
        if (path.Kind == PathKind.Startup && use is IInvocationOperation start && OutlivesStartup(start))
            return Runs(PathKind.Worker, callee);
        return path.Handler is null ? path : path with { Steps = path.Steps + 1 };
    }

    /// <summary>
    /// A task that start-up code keeps or drops without waiting for it goes on while the application serves: the loop of a hosted service.
    /// </summary>
    private static bool OutlivesStartup(IInvocationOperation start) =>
        start.Type.IsTask() && start.Result().Parent is ISimpleAssignmentOperation assignment
        && assignment.Target is IDiscardOperation or IFieldReferenceOperation or IPropertyReferenceOperation
        && ReferenceEquals(assignment.Value.WithoutConversions(), start);

    /// <summary>One handler among the callers is enough to make code hot; it is start-up code only where nobody else calls it.</summary>
    private static CodePath Strongest(IEnumerable<CodePath> callers) => callers.OrderBy(Rank).ThenBy(path => path.Steps).First();

    private static int Rank(CodePath path) => path switch
    {
        { IsHot: true } => 0,
        { Kind: PathKind.Worker } => 1,
        { IsExempt: false } => 2,
        _ => 3,
    };

    private static CodePath Runs(PathKind kind, ISymbol by) =>
        kind is PathKind.Request or PathKind.Message or PathKind.Callback or PathKind.Scope or PathKind.Worker
            ? new(kind, Handler: by)
            : new(kind);
}

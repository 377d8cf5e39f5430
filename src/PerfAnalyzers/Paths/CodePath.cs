namespace PerfAnalyzers.Paths;

/// <summary>What makes a piece of code run.</summary>
internal enum PathKind
{
    /// <summary>Nothing known: a library, or code that no handler of this project reaches.</summary>
    Unknown,

    /// <summary>A web or RPC request.</summary>
    Request,

    /// <summary>A message, job or function invocation.</summary>
    Message,

    /// <summary>A callback on a thread that belongs to a library.</summary>
    Callback,

    /// <summary>Once for each scope or use of a service: its constructor, or the factory that it is registered with.</summary>
    Scope,

    /// <summary>The loop of a background service.</summary>
    Worker,

    /// <summary>Once, when the process starts or stops.</summary>
    Startup,

    /// <summary>A thread that was started for this code alone.</summary>
    OwnThread,

    /// <summary>A command-line program.</summary>
    Console,

    /// <summary>Callers of code that is marked obsolete; it waits to be deleted.</summary>
    Obsolete,

    /// <summary>A test or a benchmark.</summary>
    Test,
}

/// <summary>The path on which code runs.</summary>
/// <param name="Kind">What makes it run.</param>
/// <param name="Steps">How many calls lie between the handler and the code; 0 in the handler itself.</param>
/// <param name="Handler">The handler, for the message; null where none is known.</param>
internal sealed record CodePath(PathKind Kind, int Steps = 0, ISymbol? Handler = null)
{
    /// <summary>True where callers in other projects are what makes it run, as was learned of them.</summary>
    public bool IsLearned { get; init; }

    public static readonly CodePath Unknown = new(PathKind.Unknown);

    /// <summary>Runs once per request, message or callback, on a thread that others wait for.</summary>
    public bool IsHot => Kind is PathKind.Request or PathKind.Message or PathKind.Callback or PathKind.Scope;

    /// <summary>Runs where latency and throughput of a server do not depend on it.</summary>
    public bool IsExempt => Kind is PathKind.Startup or PathKind.OwnThread or PathKind.Console or PathKind.Obsolete or PathKind.Test;

    /// <summary>The handler as a message names it; null where none is known.</summary>
    public string? HandlerName => Handler switch
    {
        null => null,
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } =>
            Kind == PathKind.Scope ? "the factory of a service" : "a handler lambda",
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"the constructor of {constructor.ContainingType.Name}",
        IMethodSymbol { ContainingSymbol: IMethodSymbol } local => local.Name,
        _ => $"{Handler.ContainingType.Name}.{Handler.Name}",
    };
}

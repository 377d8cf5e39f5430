namespace PerfAnalyzers.Code;

/// <summary>What a blocking wait waits for.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Waited">The task or tasks, as written.</param>
/// <param name="AreMany">True for a collection of tasks.</param>
internal sealed record BlockedTask(IOperation Wait, IOperation Waited, bool AreMany)
{
    /// <summary>The code that shows that the task is complete, so that the wait returns at once; null where nothing does.</summary>
    public IOperation? CompletedBy => AreMany ? Completion.OfAll(Waited) : Completion.Of(Waited);

    /// <summary>True for a task or a wait of StackExchange.Redis 3 and later, which brings an analyzer that reports them.</summary>
    public bool HasAnalyzerOfItsOwn => IsOfRedis(Waited.UnwrapTask()) || IsOfRedis(Wait);

    /// <summary>True for RunSynchronously, which does not wait for the task's code but runs it.</summary>
    public bool RunsHere => Wait is IInvocationOperation { TargetMethod.Name: "RunSynchronously" };

    /// <summary>The task for a message: its name in quotes, or words where it has none.</summary>
    public string Name => AreMany ? "every task" : Waited.UnwrapTask() switch
    {
        IInvocationOperation call => $"'{call.TargetMethod.Name}'",
        ILocalReferenceOperation local => $"'{local.Local.Name}'",
        IParameterReferenceOperation parameter => $"'{parameter.Parameter.Name}'",
        IMemberReferenceOperation member => $"'{member.Member.Name}'",
        _ => "the task",
    };

    /// <summary>What a call of the role <c>wait</c>, or a read of <c>Result</c>, waits for; null where the code is not complete.</summary>
    public static BlockedTask? Of(IOperation wait) => wait switch
    {
        IPropertyReferenceOperation { Instance: { } task } => new(wait, task, AreMany: false),
        IInvocationOperation { Instance: { } task } call when IsWaitOf(task.UnwrapTask(), call.TargetMethod) =>
            new(wait, task.UnwrapTask(), AreMany: false),
        IInvocationOperation { Arguments: [{ Value: var tasks }, ..] } call =>
            new(wait, tasks, AreMany: call.TargetMethod.Name is "WaitAll" or "WaitAny"),
        _ => null,
    };

    private static bool IsWaitOf(IOperation task, IMethodSymbol wait) =>
        wait.Name == "GetResult" || (wait.Name is "Wait" or "RunSynchronously" && task.Type.IsTask());

    private static bool IsOfRedis(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.ContainingAssembly.Identity: var library }
        && library is { Name: "StackExchange.Redis", Version.Major: >= 3 };
}

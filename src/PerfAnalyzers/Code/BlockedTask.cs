namespace PerfAnalyzers.Code;

/// <summary>What a blocking wait waits for.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Waited">The task or tasks, as written.</param>
/// <param name="AreMany">True for a collection of tasks.</param>
internal sealed record BlockedTask(IOperation Wait, IOperation Waited, bool AreMany)
{
    public bool IsComplete => AreMany ? Waited.AreKnownComplete() : Waited.IsKnownComplete();

    /// <summary>True for a task or a wait of StackExchange.Redis 3 and later, which brings an analyzer that reports them.</summary>
    public bool HasAnalyzerOfItsOwn => IsOfRedis(Waited.UnwrapTask()) || IsOfRedis(Wait);

    /// <summary>The task for a message: its name in quotes, or words where it has none.</summary>
    public string Name => AreMany ? "every task" : Waited.UnwrapTask() switch
    {
        IInvocationOperation call => $"'{call.TargetMethod.Name}'",
        ILocalReferenceOperation local => $"'{local.Local.Name}'",
        IParameterReferenceOperation parameter => $"'{parameter.Parameter.Name}'",
        IMemberReferenceOperation member => $"'{member.Member.Name}'",
        _ => "the task",
    };

    /// <summary>The task that a call of the role <c>wait</c>, or a read of <c>Result</c>, waits for; null where the code is not complete.</summary>
    public static BlockedTask? Of(IOperation wait) => wait switch
    {
        IPropertyReferenceOperation { Instance: { } task } => new(wait, task, AreMany: false),
        IInvocationOperation { Instance: { } task } call when call.TargetMethod.Name is "Wait" or "GetResult" or "RunSynchronously" && task.UnwrapTask() is var inner
            && (inner.Type.IsTask() || call.TargetMethod.Name == "GetResult") => new(wait, inner, AreMany: false),
        IInvocationOperation { Arguments: [{ Value: var tasks }, ..] } call => new(wait, tasks, AreMany: call.TargetMethod.Name is "WaitAll" or "WaitAny"),
        _ => null,
    };

    private static bool IsOfRedis(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.ContainingAssembly.Identity: { Name: "StackExchange.Redis", Version.Major: >= 3 } };
}

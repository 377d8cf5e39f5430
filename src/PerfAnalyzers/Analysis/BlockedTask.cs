namespace PerfAnalyzers.Analysis;

/// <summary>What a blocking wait waits for.</summary>
/// <param name="Waited">The task or tasks, as written.</param>
/// <param name="AreMany">True for a collection of tasks.</param>
internal sealed record BlockedTask(IOperation Waited, bool AreMany)
{
    public bool IsComplete => AreMany ? Waited.AreKnownComplete() : Waited.IsKnownComplete();

    /// <summary>StackExchange.Redis 3 and later brings an analyzer that reports waits for its own tasks.</summary>
    public bool HasAnalyzerOfItsOwn =>
        (Waited.UnwrapTask() as IInvocationOperation ?? Waited.Parent as IInvocationOperation ?? Waited.Parent?.Parent as IInvocationOperation)
            ?.TargetMethod.ContainingAssembly?.Identity is { Name: "StackExchange.Redis", Version.Major: >= 3 };

    /// <summary>What the task does, as well as the code tells.</summary>
    public string Name => AreMany ? "every task" : Waited.UnwrapTask() switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IMemberReferenceOperation member => member.Member.Name,
        _ => "the task",
    };

    /// <summary>The task that a call of the role <c>wait</c>, or a read of <c>Result</c>, waits for; null where the code is not complete.</summary>
    public static BlockedTask? Of(IOperation wait) => wait switch
    {
        IPropertyReferenceOperation { Instance: { } task } => new(task, AreMany: false),
        IInvocationOperation { Instance: { } task } call when call.TargetMethod.Name is "Wait" or "GetResult" or "RunSynchronously" && task.UnwrapTask() is var inner
            && (inner.Type.IsTask() || call.TargetMethod.Name == "GetResult") => new(inner, AreMany: false),
        IInvocationOperation { Arguments: [{ Value: var tasks }, ..] } call => new(tasks, AreMany: call.TargetMethod.Name is "WaitAll" or "WaitAny"),
        _ => null,
    };
}

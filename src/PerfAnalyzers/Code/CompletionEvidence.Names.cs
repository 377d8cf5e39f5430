namespace PerfAnalyzers.Code;

/// <summary>Whether what code waits for is the task in question, and still is when it is used.</summary>
internal sealed partial class CompletionEvidence
{
    /// <summary>True for a wait without a limit: behind it the task is complete.</summary>
    private bool CompletesByWaiting(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "GetResult" } result => result.ContainingType.Name.EndsWith("Awaiter", StringComparison.Ordinal) && CompletesInstance(call),
        var method when !method.ContainingType.IsTask() => false,
        { Name: "WaitAll", ReturnsVoid: true } => call.Arguments.Any(argument => Covers(argument.Value, call)),
        { Name: "Wait" or "RunSynchronously", ReturnsVoid: true } => CompletesInstance(call),
        _ => false,
    };

    private bool CompletesInstance(IInvocationOperation call) => call.Instance is { } task && Completes(task, call);

    /// <summary>True where the task is complete as soon as the awaited one is.</summary>
    private bool Completes(IOperation awaited, IOperation at)
    {
        awaited = awaited.UnwrapTask();
        if (Names(awaited, at))
            return true;
        if (awaited is ILocalReferenceOperation local && local.OnlyValue() is { } value)
            awaited = value.UnwrapTask();
        return awaited is IInvocationOperation call && call.TargetMethod.Name switch
        {
            "WhenAll" => call.TargetMethod.ContainingType.IsTask() && call.Arguments.Any(argument => Covers(argument.Value, at)),
            "ContinueWith" => call.Instance is { } antecedent && Completes(antecedent, at),
            _ => false,
        };
    }

    /// <summary>True where the task is one of the collection.</summary>
    private bool Covers(IOperation collection, IOperation at)
    {
        collection = collection.WithoutConversions();
        return Matches(TaskNames.Elements(collection), at) || collection switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.Any(element => Names(element, at)),
            IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers.OfType<IInvocationOperation>()
                .SelectMany(add => add.Arguments).Any(argument => Names(argument.Value, at)),
            ILocalReferenceOperation local => CoversLocal(local, at),
            IInvocationOperation call => CoversCall(call, at),
            { Kind: OperationKind.None or (> OperationKind.Attribute) } => collection.ChildOperations.Any(element => Names(element, at)),
            _ => false,
        };
    }

    private bool CoversLocal(ILocalReferenceOperation local, IOperation at) =>
        (local.OnlyValue() is { } value && Covers(value, at)) || Variables.AdditionsTo(local.Local, local).Any(added => Names(added, at));

    /// <summary>A collection made of another by leaving nothing out.</summary>
    private bool CoversCall(IInvocationOperation call, IOperation at)
    {
        if (call.TargetMethod.Name is not ("Concat" or "Append" or "Prepend" or "Union" or "ToArray" or "ToList"))
            return false;
        return (call.Receiver() is { } receiver && Covers(receiver, at))
            || call.Arguments.Any(argument => Names(argument.Value, at) || Matches(TaskNames.Elements(argument.Value), at));
    }

    private bool Names(IOperation task, IOperation at) => Matches(TaskNames.Of(task), at);

    private bool Matches(IEnumerable<TaskName> names, IOperation at) => names.Any(name => targets.Contains(name) && !Changes(name, at));

    /// <summary>True where the name may stand for another task by the time of the use.</summary>
    private bool Changes(TaskName name, IOperation evidence) => Variables.ContentChangesOf(name.Root, use).Any(change =>
        IsBehind(change, evidence) && IsBeforeUse(change, evidence) && !KeepsElements(change, name.Root));

    private static bool IsBehind(IOperation change, IOperation evidence) => change.Syntax.SpanStart >= evidence.Syntax.Span.End;

    /// <summary>True for a change that stands before the use, or that runs before the next round of the code around the use.</summary>
    private bool IsBeforeUse(IOperation change, IOperation evidence)
    {
        if (change.Syntax.SpanStart < use.Syntax.SpanStart)
            return true;
        for (var parent = use.Parent; parent is not null; parent = parent.Parent)
            if (!Contains(parent, evidence) && Repeats(parent, change))
                return true;
        return false;
    }

    /// <summary>A loop repeats what is in it; when a lambda runs, nobody knows.</summary>
    private static bool Repeats(IOperation code, IOperation change) => code switch
    {
        ILoopOperation => Contains(code, change),
        IAnonymousFunctionOperation => true,
        _ => false,
    };

    private static bool Contains(IOperation code, IOperation part) => code.Syntax.Span.Contains(part.Syntax.Span);

    /// <summary><c>tasks = tasks.OrderBy(..).ToList()</c> holds the same tasks as before.</summary>
    private static bool KeepsElements(IOperation change, ISymbol collection) =>
        change is ISimpleAssignmentOperation { Value: var value } && TaskNames.Elements(value).Any(name => name.Root.Same(collection));
}

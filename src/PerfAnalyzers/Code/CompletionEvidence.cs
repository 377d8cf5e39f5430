namespace PerfAnalyzers.Code;

/// <summary>What shows that a task is complete: an await, a test, a race that it has won. This part says which code shows it.</summary>
internal sealed partial class CompletionEvidence(IOperation use, ImmutableArray<TaskName> targets)
{
    public bool HasTarget => !targets.IsEmpty;

    /// <summary>True where the fact shows that the task is complete, and nothing changes that before it is used.</summary>
    public bool Holds(Completion.Fact fact) => fact switch
    {
        { IsAround: true, Operation: IForEachLoopOperation { IsAsynchronous: true } loop } => TakesEachWhenDone(loop),
        { IsAround: true, Operation: IForEachLoopOperation loop } => Done(loop.Collection) || TakesOnlyComplete(loop),
        { IsAround: true, Operation: IAnonymousFunctionOperation lambda } => RunsAfterTask(lambda),
        { Truth: { } truth } => Done(fact.Operation) || Implied(fact.Operation, truth),
        _ => Done(fact.Operation),
    };

    /// <summary>True where running the operation to its end leaves the task complete.</summary>
    private bool Done(IOperation? operation) => operation switch
    {
        null or IAnonymousFunctionOperation or ILocalFunctionOperation => false,
        IConditionalOperation choice => DoneByChoice(choice),
        IBinaryOperation logic when Completion.IsShortCircuit(logic.OperatorKind) => Done(logic.LeftOperand),
        ICoalesceOperation coalesce => Done(coalesce.Value),
        IConditionalAccessOperation access => Done(access.Operation),
        IWhileLoopOperation loop => DoneByWhile(loop),
        IForEachLoopOperation loop => DoneByForEach(loop),
        IForLoopOperation loop => loop.Before.Any(Done) || (HasElements && !Leaves(loop) && Done(loop.Body)),
        ISwitchOperation choice => Done(choice.Value),
        ISwitchExpressionOperation choice => Done(choice.Value),
        ITryOperation attempt => DoneByTry(attempt),
        _ => DoneBy(operation) || operation.ChildOperations.Any(Done),
    };

    /// <summary>True where the operation itself waits for the task, or assigns one that is complete.</summary>
    private bool DoneBy(IOperation operation) => operation switch
    {
        IAwaitOperation awaited => Completes(awaited.Operation, awaited),
        IInvocationOperation call => CompletesByWaiting(call),
        IPropertyReferenceOperation { Property: { Name: "Result" } result, Instance: { } task } =>
            result.ContainingType.IsTask() && Names(task, operation),
        ISimpleAssignmentOperation assignment => assignment.Value.IsMadeComplete() && Names(assignment.Target, operation),
        IVariableDeclaratorOperation { Initializer.Value: { } value } declarator => value.IsMadeComplete() && StaysTarget(declarator),
        _ => false,
    };

    private bool DoneByChoice(IConditionalOperation choice) =>
        Done(choice.Condition)
        || (DoneAfter(choice.WhenTrue, choice.Condition, true) && DoneAfter(choice.WhenFalse, choice.Condition, false));

    /// <summary>True where code behind an <c>if</c> is only reached past the branch with the task complete.</summary>
    private bool DoneAfter(IOperation? branch, IOperation condition, bool truth) =>
        Exits(branch) || Done(branch) || Implied(condition, truth);

    private bool DoneByWhile(IWhileLoopOperation loop) =>
        Done(loop.Condition) || (loop.Condition is { } condition && !Leaves(loop) && Implied(condition, loop.ConditionIsUntil));

    private bool DoneByForEach(IForEachLoopOperation loop)
    {
        if (Done(loop.Collection))
            return true;
        if (Leaves(loop))
            return false;
        return Done(loop.Body) || (WhenEach(loop) is { } each && each.Arguments.Any(argument => Covers(argument.Value, loop)));
    }

    /// <summary>A try that goes on after an exception may have left its body anywhere after the first statement has begun.</summary>
    private bool DoneByTry(ITryOperation attempt)
    {
        if (Done(attempt.Finally))
            return true;
        return attempt.Catches.All(clause => Exits(clause.Handler)) ? Done(attempt.Body) : Done(attempt.Body.Operations.FirstOrDefault());
    }

    private bool HasElements => targets.Any(target => target.Path.Contains("[]"));

    private bool StaysTarget(IVariableDeclaratorOperation declarator) =>
        targets.Any(target => target.IsVariable(declarator.Symbol) && !Changes(target, declarator));

    private bool TakesEachWhenDone(IForEachLoopOperation loop) =>
        WhenEach(loop) is not null && loop.Locals is [var variable] && targets.Any(target => target.Root.Same(variable));

    /// <summary>The <c>Task.WhenEach</c> that an <c>await foreach</c> runs over.</summary>
    private static IInvocationOperation? WhenEach(IForEachLoopOperation loop) =>
        loop.IsAsynchronous && loop.Collection.WithoutConversions() is IInvocationOperation { TargetMethod.Name: "WhenEach" } each
            ? each
            : null;

    /// <summary>True in a lambda that is given the task when it is complete, or that runs when it is.</summary>
    private bool RunsAfterTask(IAnonymousFunctionOperation lambda)
    {
        if (lambda.TakingCall() is not { } call)
            return false;
        var given = lambda.Symbol.Parameters.FirstOrDefault(parameter => targets.Any(target => target.Root.Same(parameter)));
        if (call.TargetMethod.Name is "ContinueWith" or "ContinueWhenAll" or "ContinueWhenAny")
            return given is not null || (call.Instance is { } antecedent && Completes(antecedent, call));
        return given is not null && (Combinators.PassesTaskWhenDone(call, lambda, given) || AreFiltered(call.Receiver()));
    }

    private bool TakesOnlyComplete(IForEachLoopOperation loop) =>
        loop.Locals is [var variable] && targets.Any(target => target.IsVariable(variable)) && AreFiltered(loop.Collection);

    /// <summary>True where the loop can end, or an iteration can be cut short, before its body is through.</summary>
    private static bool Leaves(ILoopOperation loop) => loop.Body.Descendants().Any(operation => operation is IBranchOperation);

    private static bool Exits(IOperation? operation) => operation switch
    {
        IReturnOperation or IThrowOperation or IBranchOperation => true,
        IExpressionStatementOperation statement => Exits(statement.Operation),
        IBlockOperation block => Exits(block.Operations.LastOrDefault()),
        IConditionalOperation { WhenFalse: { } otherwise } choice => Exits(choice.WhenTrue) && Exits(otherwise),
        _ => false,
    };
}

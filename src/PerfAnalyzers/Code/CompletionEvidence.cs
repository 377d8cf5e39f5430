namespace PerfAnalyzers.Code;

/// <summary>What shows that a task is complete: an await, a test, a race that it has won.</summary>
internal sealed class CompletionEvidence(IOperation use, ImmutableArray<TaskName> targets)
{
    private static readonly ImmutableHashSet<string> CompletionTests = ImmutableHashSet.Create("IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled");

    public bool HasTarget => !targets.IsEmpty;

    /// <summary>True where the fact shows that the task is complete, and nothing changes that before it is used.</summary>
    public bool Holds(Completion.Fact fact) => fact switch
    {
        { IsAround: true, Operation: IForEachLoopOperation { IsAsynchronous: true, Collection: var collection, Locals: [var variable] } } =>
            collection.WithoutConversions() is IInvocationOperation { TargetMethod.Name: "WhenEach" } && targets.Any(target => SymbolEqualityComparer.Default.Equals(target.Root, variable)),
        { IsAround: true, Operation: IForEachLoopOperation loop } => Done(loop.Collection),
        { IsAround: true, Operation: IAnonymousFunctionOperation lambda } => IsContinuation(lambda),
        { Truth: { } truth } => Done(fact.Operation) || Implied(fact.Operation, truth),
        _ => Done(fact.Operation),
    };

    /// <summary>True where running the operation to its end leaves the task complete.</summary>
    private bool Done(IOperation? operation)
    {
        switch (operation)
        {
            case null or IAnonymousFunctionOperation or ILocalFunctionOperation:
                return false;
            case IConditionalOperation choice:
                return Done(choice.Condition) || (DoneAfter(choice.WhenTrue, choice.Condition, true) && DoneAfter(choice.WhenFalse, choice.Condition, false));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } logic:
                return Done(logic.LeftOperand);
            case ICoalesceOperation coalesce:
                return Done(coalesce.Value);
            case IConditionalAccessOperation access:
                return Done(access.Operation);
            case IWhileLoopOperation loop:
                return Done(loop.Condition) || (loop.Condition is { } condition && !Leaves(loop) && Implied(condition, loop.ConditionIsUntil));
            case IForEachLoopOperation { IsAsynchronous: true } loop when !Leaves(loop)
                && loop.Collection.WithoutConversions() is IInvocationOperation { TargetMethod.Name: "WhenEach" } each && each.Arguments.Any(argument => Covers(argument.Value, loop)):
                return true;
            case IForEachLoopOperation loop:
                return Done(loop.Collection) || (!Leaves(loop) && Done(loop.Body));
            case IForLoopOperation loop:
                return loop.Before.Any(Done) || (!Leaves(loop) && targets.Any(target => target.Path.Contains("[]")) && Done(loop.Body));
            case ISwitchOperation choice:
                return Done(choice.Value);
            case ISwitchExpressionOperation choice:
                return Done(choice.Value);
            case ITryOperation attempt:
                return Done(attempt.Finally)
                    || (attempt.Catches.All(clause => Exits(clause.Handler)) ? Done(attempt.Body) : Done(attempt.Body.Operations.FirstOrDefault()));
            case IAwaitOperation awaited when Completes(awaited.Operation, awaited):
                return true;
            case IInvocationOperation call when CompletesByWaiting(call):
                return true;
            case IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: var type }, Instance: { } task } when type.IsTask() && Names(task, operation):
                return true;
            case ISimpleAssignmentOperation assignment when assignment.Value.IsMadeComplete() && Names(assignment.Target, operation):
                return true;
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when value.IsMadeComplete():
                return targets.Any(target => target.Path.Length == 0 && SymbolEqualityComparer.Default.Equals(target.Root, declarator.Symbol) && !Changes(target, declarator));
            default:
                return operation.ChildOperations.Any(Done);
        }
    }

    private bool DoneAfter(IOperation? branch, IOperation condition, bool truth) => Exits(branch) || Done(branch) || Implied(condition, truth);

    /// <summary>True where the condition can only come to this truth if the task is complete.</summary>
    private bool Implied(IOperation condition, bool truth)
    {
        condition = condition.WithoutConversions();
        return condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation => Implied(negation.Operand, !truth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when truth => Implied(both.LeftOperand, true) || Implied(both.RightOperand, true) || Done(both.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !truth => Implied(either.LeftOperand, false) || Implied(either.RightOperand, false) || Done(either.RightOperand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
                when truth == (comparison.OperatorKind == BinaryOperatorKind.Equals) => IsWon(comparison.LeftOperand, comparison.RightOperand) || IsWon(comparison.RightOperand, comparison.LeftOperand),
            IPropertyReferenceOperation { Instance: { } task } test when truth => CompletionTests.Contains(test.Property.Name) && test.Property.ContainingType.IsTask() && Names(task, test),
            IIsPatternOperation { Pattern: IRecursivePatternOperation pattern } test => truth && IsCompletionPattern(pattern) && Names(test.Value, test),
            IInvocationOperation { Instance: { } task, TargetMethod: { Name: "Wait", ReturnType.SpecialType: SpecialType.System_Boolean } wait } => truth && wait.ContainingType.IsTask() && Names(task, condition),
            IInvocationOperation { TargetMethod: { Name: "WaitAll" } wait } call => truth && wait.ContainingType.IsTask() && call.Arguments.Length > 0 && Covers(call.Arguments[0].Value, call),
            _ => false,
        };
    }

    private static bool IsCompletionPattern(IRecursivePatternOperation pattern) => pattern.PropertySubpatterns.Any(property =>
        property.Member is IPropertyReferenceOperation { Property.Name: var name } && CompletionTests.Contains(name)
        && property.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: true } });

    /// <summary>True for <c>await Task.WhenAny(task, other) == task</c>, and for the winner kept in a local; also for <c>task.Status == TaskStatus.RanToCompletion</c>.</summary>
    private bool IsWon(IOperation winner, IOperation task)
    {
        winner = winner.WithoutConversions();
        if (winner is IPropertyReferenceOperation { Property.Name: "Status", Instance: { } tested })
            return task.WithoutConversions() is IFieldReferenceOperation { Field.Name: "RanToCompletion" or "Faulted" or "Canceled" } && Names(tested, winner);
        if (winner is ILocalReferenceOperation local)
            winner = local.InitialValue() ?? winner;
        return winner.IsMadeComplete() && Names(task, task);
    }

    private bool CompletesByWaiting(IInvocationOperation call) => call.TargetMethod.ContainingType.IsTask() && call.TargetMethod switch
    {
        { Name: "WaitAll", ReturnsVoid: true } => call.Arguments.Any(argument => Covers(argument.Value, call)),
        { Name: "Wait", ReturnsVoid: true } => call.Instance is { } task && Completes(task, call),
        _ => false,
    } || (call is { TargetMethod: { Name: "GetResult", ContainingType.Name: var awaiter }, Instance: { } awaited } && awaiter.EndsWith("Awaiter", StringComparison.Ordinal) && Completes(awaited, call));

    /// <summary>True where the task is complete as soon as the awaited one is.</summary>
    private bool Completes(IOperation awaited, IOperation at)
    {
        awaited = awaited.UnwrapTask();
        if (Names(awaited, at))
            return true;
        if (awaited is ILocalReferenceOperation local && local.InitialValue() is { } initial)
            awaited = initial.UnwrapTask();
        return awaited is IInvocationOperation call && call.TargetMethod.Name switch
        {
            "WhenAll" when call.TargetMethod.ContainingType.IsTask() => call.Arguments.Any(argument => Covers(argument.Value, at)),
            "ContinueWith" when call.Instance is { } antecedent => Completes(antecedent, at),
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
            IObjectCreationOperation creation => creation.Initializer?.Initializers.OfType<IInvocationOperation>().Any(add => add.Arguments.Any(argument => Names(argument.Value, at))) == true,
            ILocalReferenceOperation local => (local.InitialValue() is { } initial && Covers(initial, at))
                || Reassignments.Additions(local.Local, local).Any(added => Names(added, at)),
            IInvocationOperation { TargetMethod.Name: "Concat" or "Append" or "Prepend" or "Union" or "ToArray" or "ToList" } call =>
                (call.Receiver() is { } receiver && Covers(receiver, at)) || call.Arguments.Any(argument => Names(argument.Value, at) || Matches(TaskNames.Elements(argument.Value), at)),
            { Kind: OperationKind.None or (> OperationKind.Attribute) } => collection.ChildOperations.Any(element => Names(element, at)),
            _ => false,
        };
    }

    private bool IsContinuation(IAnonymousFunctionOperation lambda) =>
        lambda.TakingCall() is { TargetMethod: { Name: "ContinueWith" or "ContinueWhenAll" or "ContinueWhenAny" } } call
        && (targets.Any(target => lambda.Symbol.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter, target.Root)))
            || (call.Instance is { } antecedent && Completes(antecedent, call)));

    private bool Names(IOperation task, IOperation at) => Matches(TaskNames.Of(task), at);

    private bool Matches(IEnumerable<TaskName> names, IOperation at) => names.Any(name => targets.Contains(name) && !Changes(name, at));

    /// <summary>True where the name may stand for another task by the time of the use.</summary>
    private bool Changes(TaskName name, IOperation evidence) =>
        Reassignments.OfContents(name.Root, use).Any(change => change.Syntax.SpanStart >= evidence.Syntax.Span.End
            && (change.Syntax.SpanStart < use.Syntax.SpanStart || IsRepeatedWithUse(change, evidence))
            && !KeepsElements(change, name.Root));

    /// <summary><c>tasks = tasks.OrderBy(..).ToList()</c> holds the same tasks as before.</summary>
    private static bool KeepsElements(IOperation change, ISymbol collection) =>
        change is ISimpleAssignmentOperation { Value: var value } && TaskNames.Elements(value).Any(name => SymbolEqualityComparer.Default.Equals(name.Root, collection));

    private bool IsRepeatedWithUse(IOperation change, IOperation evidence)
    {
        for (var parent = use.Parent; parent is not null; parent = parent.Parent)
            if (parent is ILoopOperation or IAnonymousFunctionOperation && !parent.Syntax.Span.Contains(evidence.Syntax.Span)
                && (parent is IAnonymousFunctionOperation || parent.Syntax.Span.Contains(change.Syntax.Span)))
                return true;
        return false;
    }

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

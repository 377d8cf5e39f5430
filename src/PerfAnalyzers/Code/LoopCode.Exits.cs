namespace PerfAnalyzers.Code;

/// <summary>In which iterations an operation of the body runs, and how the result of a call decides about the rest.</summary>
internal sealed partial class LoopCode
{
    /// <summary>True where the result of the call decides whether the loop goes on: break, return, goto, yield break, a header.</summary>
    public bool ExitsOn(IInvocationOperation call) => ExitOn(call) is not null;

    /// <summary>The exit that the result of the call decides about; null where there is none.</summary>
    public IOperation? ExitOn(IInvocationOperation call) => DecisionOn(call, IsExit) ?? HeaderOn(call);

    /// <summary>The condition of the loop, where it lets the loop go on only for some results of the call.</summary>
    private IOperation? HeaderOn(IInvocationOperation call) =>
        Condition is { } condition && Flow.From(call, throughCalls: true).Reaches(condition) ? condition : null;

    private IOperation? Condition => Loop switch
    {
        IForLoopOperation counted => counted.Condition,
        IWhileLoopOperation open => open.Condition,
        _ => null,
    };

    /// <summary>
    /// True where an exception depends on the result of the call. A read may be batched nevertheless: the same item still throws.
    /// </summary>
    public bool ThrowsOn(IInvocationOperation call) => DecisionOn(call, operation => operation is IThrowOperation) is not null;

    /// <summary>
    /// True where the result of the call decides whether the rest of the iteration is skipped. A read may be batched nevertheless.
    /// </summary>
    public bool SkipsOn(IInvocationOperation call) =>
        DecisionOn(call, operation => IsContinue(operation)
            && (operation is not IBranchOperation branch || branch.GetCorrespondingOperation() == Loop)) is not null;

    /// <summary>True where a catch inside the body keeps one item's failure from ending the loop.</summary>
    public bool IsolatesFaults(IOperation call) => FaultBarrier(call) is not null;

    /// <summary>The try inside the body that keeps one item's failure from ending the loop; null where there is none.</summary>
    public IOperation? FaultBarrier(IOperation call) => AncestorsInBody(call).OfType<ITryOperation>().FirstOrDefault(attempt =>
        IsWithin(attempt.Body, call)
        && attempt.Catches.Any(handler => !WithoutOtherFunctions(handler.Handler).Any(operation => operation is IThrowOperation)));

    /// <summary>
    /// True where the operation runs once, however many items there are: in a statement or block with which the loop ends, and in a
    /// branch that one value of the loop's variable takes, such as a case of <c>switch (field)</c>. The key of a group is as good as
    /// the variable; of other members many items may share a value.
    /// </summary>
    public bool RunsForOneItem(IOperation operation)
    {
        var inner = operation;
        foreach (var outer in AncestorsInBody(operation).Append(Body))
        {
            if (outer switch
            {
                IBlockOperation block => EndsLoop(block.Operations.LastOrDefault()),
                IConditionalOperation choice when ReferenceEquals(choice.WhenTrue, inner) => ComparesItem(choice.Condition),
                ISwitchCaseOperation { Parent: ISwitchOperation { Value: var value } } => IsItem(value),
                ISwitchExpressionArmOperation
                {
                    Pattern: IConstantPatternOperation, Parent: ISwitchExpressionOperation { Value: var value },
                } =>
                    IsItem(value),
                _ => false,
            })
                return true;
            inner = outer;
        }
        return false;
    }

    /// <summary>True where the operation runs only in some iterations.</summary>
    public bool IsConditional(IOperation operation)
    {
        var inner = operation;
        foreach (var outer in AncestorsInBody(operation).Append(Body))
        {
            if (Choice.Of(inner, outer) is not null || outer is ILoopOperation)
                return true;
            inner = outer;
        }
        return OwnCode.Any(other => other.Syntax.SpanStart < operation.Syntax.SpanStart && EndsIteration(other));
    }

    private bool EndsIteration(IOperation operation) =>
        IsExit(operation) || operation is IThrowOperation || IsContinue(operation);

    /// <summary>True for a continue, and in a lambda for the return that ends an item before its end.</summary>
    private bool IsContinue(IOperation operation) => operation switch
    {
        IBranchOperation { BranchKind: BranchKind.Continue } => true,
        IReturnOperation { IsImplicit: false } => Runner is not null && !ReferenceEquals(operation.Parent, Body),
        _ => false,
    };

    private bool EndsLoop(IOperation? last) =>
        last is not null && (IsExit(last) || last is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation });

    private bool ComparesItem(IOperation condition) => condition.WithoutConversions() switch
    {
        IBinaryOperation comparison => ComparesItem(comparison.OperatorKind, comparison.LeftOperand, comparison.RightOperand),
        IIsPatternOperation { Pattern: IConstantPatternOperation, Value: var value } => IsItem(value),
        IInvocationOperation { TargetMethod.Name: "Equals", Instance: { } left } call => IsItem(left) && IsFixed(call.Arguments[0].Value),
        _ => false,
    };

    private bool ComparesItem(BinaryOperatorKind kind, IOperation left, IOperation right) => kind switch
    {
        BinaryOperatorKind.ConditionalAnd => ComparesItem(left) || ComparesItem(right),
        BinaryOperatorKind.ConditionalOr => ComparesItem(left) && ComparesItem(right),
        BinaryOperatorKind.Equals => IsItemAndFixed(left, right),
        _ => false,
    };

    private bool IsItemAndFixed(IOperation left, IOperation right) => (IsItem(left) && IsFixed(right)) || (IsItem(right) && IsFixed(left));

    private bool IsItem(IOperation value) => value.WithoutConversions() switch
    {
        IPropertyReferenceOperation { Property.Name: "Key", Instance: { Type.Name: "IGrouping" or "KeyValuePair" } group } => IsItem(group),
        var variable => ValueFlow.Variable(variable) is { } symbol && Items.Contains(symbol, SymbolEqualityComparer.Default),
    };

    private static bool IsFixed(IOperation value) =>
        value.WithoutConversions() is { ConstantValue.HasValue: true } or ITypeOfOperation
            or IFieldReferenceOperation { Field.IsReadOnly: true };

    private IOperation? DecisionOn(IInvocationOperation call, Func<IOperation, bool> isDecision)
    {
        var decisions = OwnCode.Where(isDecision).ToList();
        if (decisions.Count == 0)
            return null;
        var result = Flow.From(call, throughCalls: true);
        return decisions.FirstOrDefault(decision => Conditions(decision).ToList() is var conditions
            && (conditions.Count == 0 || conditions.Any(result.Reaches)));
    }

    /// <summary>What decides whether the operation runs in an iteration; nothing where it always does.</summary>
    private IEnumerable<IOperation> Conditions(IOperation operation)
    {
        var inner = operation;
        foreach (var outer in AncestorsInBody(operation))
        {
            if (ConditionOf(outer, inner) is { } condition)
                yield return condition;
            inner = outer;
        }
    }

    private static IOperation? ConditionOf(IOperation outer, IOperation inner) => outer switch
    {
        IConditionalOperation choice when !ReferenceEquals(choice.Condition, inner) => choice.Condition,
        ICoalesceOperation coalesce when !ReferenceEquals(coalesce.Value, inner) => coalesce.Value,
        ISwitchOperation @switch => @switch.Value,
        ISwitchExpressionOperation @switch => @switch.Value,
        ITryOperation attempt when !ReferenceEquals(attempt.Body, inner) => attempt.Body,
        IWhileLoopOperation { Condition: { } condition } => condition,
        IForEachLoopOperation each => each.Collection,
        _ => null,
    };

    private bool IsExit(IOperation operation) => operation switch
    {
        IBranchOperation { BranchKind: BranchKind.Break } branch => LeavesBody(branch.GetCorrespondingOperation()),
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        IReturnOperation { IsImplicit: false, Kind: OperationKind.Return or OperationKind.YieldBreak } => Runner is null,
        _ => false,
    };

    /// <summary>True where breaking out of the statement leaves the loop, or more.</summary>
    private bool LeavesBody(IOperation? left) => left is null || left == Loop || !IsWithin(Body, left);
}

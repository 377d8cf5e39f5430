namespace PerfAnalyzers.Code;

/// <summary>How one call in the loop depends on the items, and the loop on the call.</summary>
internal sealed partial class LoopCode
{
    private ValueFlow ItemFlow => itemFlow ??= ValueFlow.Of(Items, Body);

    /// <summary>True where the operation is computed from the item, also through locals of the body and parameters of a command.</summary>
    public bool UsesItem(IOperation operation) =>
        ItemFlow.Reaches(operation) || (operation is IInvocationOperation call && ItemFlow.Reaches(call.Receiver()));

    /// <summary>True where the call needs what an earlier iteration left: a cursor, a running total, its own previous result (guard G7).</summary>
    public bool IsLoopCarried(IInvocationOperation call)
    {
        var written = new HashSet<ISymbol>(
            OwnCode.SelectMany(WrittenVariables).Where(variable => !IsDeclaredInside(variable)), SymbolEqualityComparer.Default);
        var result = ValueFlow.From(call, Body, throughCalls: false);
        return Inputs(call).Any(input => !Items.Contains(input, SymbolEqualityComparer.Default)
            && (written.Contains(input) || (!IsDeclaredInside(input) && result.Reaches(input))));
    }

    /// <summary>True where the body assigns the variable anew, or the member of any object.</summary>
    public bool Assigns(ISymbol symbol) => OwnCode.Any(operation =>
        WrittenVariables(operation).Contains(symbol, SymbolEqualityComparer.Default)
        || ((operation is IAssignmentOperation { Target: var target } || (target = (operation as IIncrementOrDecrementOperation)?.Target) is not null)
            && target is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member, symbol)));

    /// <summary>True where the result of the call decides whether the loop goes on: break, return, goto, yield break (guard G8).</summary>
    public bool ExitsOn(IInvocationOperation call) => DecidesOn(call, IsExit);

    /// <summary>True where an exception depends on the result of the call (guard G8). A read may be batched nevertheless: the same item still throws.</summary>
    public bool ThrowsOn(IInvocationOperation call) => DecidesOn(call, operation => operation is IThrowOperation);

    /// <summary>True where the result of the call decides whether the rest of the iteration is skipped (guard G8). A read may be batched nevertheless.</summary>
    public bool SkipsOn(IInvocationOperation call) =>
        DecidesOn(call, operation => operation is IBranchOperation { BranchKind: BranchKind.Continue } branch && branch.GetCorrespondingOperation() == Loop);

    /// <summary>True where a catch inside the body keeps one item's failure from ending the loop (guard G9).</summary>
    public bool IsolatesFaults(IOperation call) =>
        AncestorsInBody(call).OfType<ITryOperation>().Any(attempt =>
            IsWithin(attempt.Body, call)
            && attempt.Catches.Any(handler => !WithoutOtherFunctions(handler.Handler).Any(operation => operation is IThrowOperation)));

    /// <summary>
    /// True where the operation runs once, however many items there are: in a statement or block with which the loop ends, and in a branch that one value of the
    /// loop's variable takes, such as a case of <c>switch (field)</c>. The key of a group is as good as the variable; of other members many items may share a value.
    /// </summary>
    public bool RunsForOneItem(IOperation operation)
    {
        var inner = operation;
        foreach (var outer in AncestorsInBody(operation).Append(Body))
        {
            if (outer switch
            {
                IBlockOperation block => block.Operations.LastOrDefault() is { } last && (IsExit(last) || last is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }),
                IConditionalOperation choice when ReferenceEquals(choice.WhenTrue, inner) => ComparesItem(choice.Condition),
                ISwitchCaseOperation => outer.Parent is ISwitchOperation { Value: var value } && IsItem(value),
                ISwitchExpressionArmOperation { Pattern: IConstantPatternOperation } => outer.Parent is ISwitchExpressionOperation { Value: var value } && IsItem(value),
                _ => false,
            })
                return true;
            inner = outer;
        }
        return false;
    }

    private bool ComparesItem(IOperation condition) => condition.WithoutConversions() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => ComparesItem(both.LeftOperand) || ComparesItem(both.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => ComparesItem(either.LeftOperand) && ComparesItem(either.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality => (IsItem(equality.LeftOperand) && IsFixed(equality.RightOperand)) || (IsItem(equality.RightOperand) && IsFixed(equality.LeftOperand)),
        IIsPatternOperation { Pattern: IConstantPatternOperation, Value: var value } => IsItem(value),
        IInvocationOperation { TargetMethod: { Name: "Equals", IsStatic: false } } call => call.Instance is { } left && IsItem(left) && IsFixed(call.Arguments[0].Value),
        _ => false,
    };

    private bool IsItem(IOperation value) => value.WithoutConversions() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Key", ContainingType.Name: "IGrouping" or "KeyValuePair" }, Instance: { } group } => IsItem(group),
        var variable => ValueFlow.Variable(variable) is { } symbol && Items.Contains(symbol, SymbolEqualityComparer.Default),
    };

    private static bool IsFixed(IOperation value) => value.WithoutConversions() is { ConstantValue.HasValue: true } or ITypeOfOperation or IFieldReferenceOperation { Field.IsReadOnly: true };

    /// <summary>True where the operation runs only in some iterations.</summary>
    public bool IsConditional(IOperation operation)
    {
        for (IOperation inner = operation, outer = operation.Parent!; !ReferenceEquals(inner, Body) && outer is not null; inner = outer, outer = outer.Parent!)
            switch (outer)
            {
                case IConditionalOperation condition when !ReferenceEquals(condition.Condition, inner):
                case ICoalesceOperation coalesce when !ReferenceEquals(coalesce.Value, inner):
                case IConditionalAccessOperation access when !ReferenceEquals(access.Operation, inner):
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary when !ReferenceEquals(binary.LeftOperand, inner):
                case ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation or ILoopOperation or ICoalesceAssignmentOperation:
                    return true;
            }
        return OwnCode.Any(other => other.Syntax.SpanStart < operation.Syntax.SpanStart
            && (IsExit(other) || other is IThrowOperation or IBranchOperation { BranchKind: BranchKind.Continue }));
    }

    private bool DecidesOn(IInvocationOperation call, Func<IOperation, bool> isDecision)
    {
        var decisions = OwnCode.Where(isDecision).ToList();
        if (decisions.Count == 0)
            return false;
        var result = ValueFlow.From(call, Body, throughCalls: true);
        return decisions.Any(decision => Conditions(decision).DefaultIfEmpty(null).Any(condition => condition is null || result.Reaches(condition)));
    }

    /// <summary>What decides whether the operation runs in an iteration; nothing where it always does.</summary>
    private IEnumerable<IOperation?> Conditions(IOperation operation)
    {
        var inner = operation;
        foreach (var outer in AncestorsInBody(operation))
        {
            switch (outer)
            {
                case IConditionalOperation condition when !ReferenceEquals(condition.Condition, inner):
                    yield return condition.Condition;
                    break;
                case ICoalesceOperation coalesce when !ReferenceEquals(coalesce.Value, inner):
                    yield return coalesce.Value;
                    break;
                case ISwitchOperation @switch:
                    yield return @switch.Value;
                    break;
                case ISwitchExpressionOperation @switch:
                    yield return @switch.Value;
                    break;
                case ITryOperation attempt when !ReferenceEquals(attempt.Body, inner):
                    yield return attempt.Body;
                    break;
                case IWhileLoopOperation { Condition: { } condition }:
                    yield return condition;
                    break;
                case IForEachLoopOperation each:
                    yield return each.Collection;
                    break;
            }
            inner = outer;
        }
    }

    private bool IsExit(IOperation operation) => operation switch
    {
        IBranchOperation { BranchKind: BranchKind.Break } branch => branch.GetCorrespondingOperation() is not { } left || left == Loop || !IsWithin(Body, left),
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        IReturnOperation { IsImplicit: false, Kind: OperationKind.Return or OperationKind.YieldBreak } => true,
        _ => false,
    };

    /// <summary>The variables from which the call is computed, followed back through the locals of the body.</summary>
    private IEnumerable<ISymbol> Inputs(IInvocationOperation call)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<IOperation>([call]);
        if (call.Receiver() is { } receiver)
            open.Push(receiver);
        while (open.Count > 0)
            foreach (var variable in open.Pop().DescendantsAndSelf().Select(ValueFlow.Variable).OfType<ISymbol>())
                if (seen.Add(variable) && IsDeclaredInside(variable))
                    foreach (var value in AssignedValues(variable))
                        open.Push(value);
        return seen;
    }

    private IEnumerable<IOperation> AssignedValues(ISymbol variable)
    {
        foreach (var operation in OwnCode)
            if (operation is IVariableDeclaratorOperation { Initializer: { } initializer } declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable))
                yield return initializer;
            else if (operation is IAssignmentOperation assignment && SymbolEqualityComparer.Default.Equals(ValueFlow.RootVariable(assignment.Target), variable))
                yield return assignment.Value;
            else if (operation is IDeconstructionAssignmentOperation deconstruction && WrittenVariables(deconstruction).Contains(variable, SymbolEqualityComparer.Default))
                yield return deconstruction.Value;
    }

    private static IEnumerable<ISymbol> WrittenVariables(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation deconstruction => deconstruction.Target.DescendantsAndSelf().Select(ValueFlow.Variable).OfType<ISymbol>(),
        IAssignmentOperation assignment => One(ValueFlow.Variable(assignment.Target)),
        IIncrementOrDecrementOperation increment => One(ValueFlow.Variable(increment.Target)),
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => One(ValueFlow.Variable(argument.Value)),
        _ => [],
    };

    private static IEnumerable<ISymbol> One(ISymbol? variable) => variable is null ? [] : [variable];

    public bool IsDeclaredInside(ISymbol variable) =>
        variable.IsDeclaredIn(Loop.Syntax);

    private IEnumerable<IOperation> AncestorsInBody(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null && !ReferenceEquals(outer, Body); outer = outer.Parent)
            yield return outer;
    }

    private static bool IsWithin(IOperation outer, IOperation? inner)
    {
        for (; inner is not null; inner = inner.Parent)
            if (ReferenceEquals(inner, outer))
                return true;
        return false;
    }
}

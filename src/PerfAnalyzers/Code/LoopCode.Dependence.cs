namespace PerfAnalyzers.Code;

/// <summary>How one call in the loop depends on the items, and on what earlier iterations left.</summary>
internal sealed partial class LoopCode
{
    private HashSet<ISymbol>? writtenAcross;

    /// <summary>True where the operation is computed from the item, also through locals of the body and parameters of a command.</summary>
    public bool UsesItem(IOperation operation) =>
        ItemFlow.Reaches(operation) || (operation is IInvocationOperation call && ItemFlow.Reaches(call.Receiver()));

    /// <summary>True where the call needs what an earlier iteration left: a cursor, a running total, its own previous result.</summary>
    public bool IsLoopCarried(IInvocationOperation call)
    {
        var result = new Lazy<ValueFlow>(() => Flow.From(call, throughCalls: false));
        return Inputs(call).Any(input => !Items.Contains(input, SymbolEqualityComparer.Default) && IsLeftByEarlier(input));

        bool IsLeftByEarlier(ISymbol input) => WrittenAcross.Contains(input) || (!IsDeclaredInside(input) && result.Value.Reaches(input));
    }

    /// <summary>True where the body assigns the variable anew, or the member of any object.</summary>
    public bool Assigns(ISymbol symbol) => OwnCode.Any(operation =>
        WrittenVariables(operation).Contains(symbol, SymbolEqualityComparer.Default)
        || (Target(operation) is IMemberReferenceOperation { Member: var member } && member.Same(symbol)));

    /// <summary>The variables that outlive an iteration and are assigned in it.</summary>
    private HashSet<ISymbol> WrittenAcross => writtenAcross ??= new(
        OwnCode.SelectMany(WrittenVariables).Where(variable => !IsDeclaredInside(variable)), SymbolEqualityComparer.Default);

    private static IOperation? Target(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation step => step.Target,
        _ => null,
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
        return OwnCode.Select(Value).OfType<IOperation>();

        IOperation? Value(IOperation operation) => operation switch
        {
            IVariableDeclaratorOperation { Initializer: { } initializer } declarator when Is(declarator.Symbol) => initializer,
            IDeconstructionAssignmentOperation deconstruction when WrittenVariables(deconstruction).Any(Is) => deconstruction.Value,
            IAssignmentOperation assignment when Is(ValueFlow.RootVariable(assignment.Target)) => assignment.Value,
            _ => null,
        };

        bool Is(ISymbol? other) => SymbolEqualityComparer.Default.Equals(other, variable);
    }

    private static IEnumerable<ISymbol> WrittenVariables(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation deconstruction =>
            deconstruction.Target.DescendantsAndSelf().Select(ValueFlow.Variable).OfType<ISymbol>(),
        IAssignmentOperation assignment => One(ValueFlow.Variable(assignment.Target)),
        IIncrementOrDecrementOperation increment => One(ValueFlow.Variable(increment.Target)),
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => One(ValueFlow.Variable(argument.Value)),
        _ => [],
    };

    private static IEnumerable<ISymbol> One(ISymbol? variable) => variable is null ? [] : [variable];
}

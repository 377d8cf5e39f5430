namespace PerfAnalyzers.Code;

/// <summary>
/// The ways on which values pass from variable to variable in a piece of code: declarations, assignments, patterns, deconstructions,
/// out arguments and inner loops. They are found once, and followed for as many values as one likes.
/// </summary>
internal sealed class FlowGraph
{
    private readonly List<Edge> edges = [];
    private readonly bool intoFunctions;

    private FlowGraph(bool intoFunctions) => this.intoFunctions = intoFunctions;

    /// <param name="region">The code.</param>
    /// <param name="intoFunctions">
    /// True where arguments also pass to the parameters of local functions, and of lambdas that are handed over beside them.
    /// </param>
    public static FlowGraph In(IOperation region, bool intoFunctions = false)
    {
        var graph = new FlowGraph(intoFunctions);
        foreach (var operation in region.DescendantsAndSelf())
            graph.AddEdgesOf(operation);
        return graph;
    }

    /// <summary>The flow of the values that the variables hold, all of them as one.</summary>
    public ValueFlow Of(IEnumerable<ISymbol> variables) =>
        Spread(origin: null, variables.Select(variable => (variable, 1UL)), throughCalls: false);

    /// <summary>The flow of what the parameters are given: the bit of each is its ordinal.</summary>
    public ValueFlow OfEach(ImmutableArray<IParameterSymbol> parameters) =>
        Spread(origin: null, parameters.Select(parameter => ((ISymbol)parameter, BitOf(parameter))), throughCalls: true);

    /// <summary>The flow of an operation's result.</summary>
    /// <param name="operation">Where the value comes from.</param>
    /// <param name="throughCalls">
    /// True where an object that was handed the value, such as a list it was added to, carries it as well.
    /// </param>
    public ValueFlow From(IOperation operation, bool throughCalls) => Spread(operation, [], throughCalls);

    /// <summary>The bit that stands for a parameter.</summary>
    public static ulong BitOf(IParameterSymbol parameter) => 1UL << Math.Min(parameter.Ordinal, 63);

    private ValueFlow Spread(IOperation? origin, IEnumerable<(ISymbol Variable, ulong Bits)> variables, bool throughCalls)
    {
        var carriers = new Dictionary<ISymbol, ulong>(SymbolEqualityComparer.Default);
        foreach (var (variable, bits) in variables)
            carriers[variable] = carriers.TryGetValue(variable, out var known) ? known | bits : bits;
        var around = new HashSet<IOperation>();
        for (var outer = origin; outer is not null; outer = outer.Parent)
            around.Add(outer);

        for (var goesOn = true; goesOn;)
        {
            goesOn = false;
            foreach (var edge in edges)
                if ((throughCalls || !edge.OnlyThroughCalls) && edge.Pass(carriers, around))
                    goesOn = true;
        }
        return new(carriers, around);
    }

    private void AddEdgesOf(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer: { } initializer } declarator:
                Add(initializer, declarator.Symbol);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                foreach (var target in deconstruction.Target.DescendantsAndSelf())
                    Add(deconstruction.Value, ValueFlow.Variable(target));
                break;
            case IAssignmentOperation assignment:
                Add(assignment.Value, ValueFlow.RootVariable(assignment.Target));
                break;
            case IIsPatternOperation match:
                AddPattern(match.Value, match.Pattern);
                break;
            case ISwitchOperation @switch:
                foreach (var clause in @switch.Cases.SelectMany(section => section.Clauses))
                    AddPattern(@switch.Value, clause);
                break;
            case ISwitchExpressionOperation @switch:
                foreach (var arm in @switch.Arms)
                    AddPattern(@switch.Value, arm.Pattern);
                break;
            case IForEachLoopOperation inner:
                foreach (var item in inner.Locals)
                    Add(inner.Collection, item);
                break;
            case IInvocationOperation call:
                AddEdgesOf(call);
                break;
        }
    }

    private void AddEdgesOf(IInvocationOperation call)
    {
        var receiver = ValueFlow.RootVariable(call.Receiver());
        foreach (var argument in call.Arguments)
        {
            foreach (var other in call.Arguments)
                if (other.Parameter?.RefKind is RefKind.Out or RefKind.Ref)
                    Add(argument.Value, ValueFlow.RootVariable(other.Value));
            Add(argument.Value, receiver, onlyThroughCalls: !FillsAnObject(call));
            if (intoFunctions && call.TargetMethod.MethodKind == MethodKind.LocalFunction)
                Add(argument.Value, argument.Parameter?.OriginalDefinition);
            if (intoFunctions && argument.Value.WithoutDelegate() is IAnonymousFunctionOperation lambda)
                foreach (var given in call.Arguments.Where(other => !ReferenceEquals(other, argument)))
                    foreach (var parameter in lambda.Symbol.Parameters)
                        Add(given.Value, parameter);
        }
    }

    /// <summary>Parameters that are added to a command or parameter object become part of what it sends.</summary>
    private static bool FillsAnObject(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) && call.Receiver()?.Type?.Name is { } type
        && (type.EndsWith("Parameters", StringComparison.Ordinal) || type.EndsWith("ParameterCollection", StringComparison.Ordinal));

    private void AddPattern(IOperation value, IOperation pattern)
    {
        foreach (var part in pattern.DescendantsAndSelf())
            Add(value, part switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            });
    }

    private void Add(IOperation from, ISymbol? to, bool onlyThroughCalls = false)
    {
        if (to is not null)
            edges.Add(new(from, to, onlyThroughCalls));
    }

    /// <summary>One way: what the operation yields, the variable holds from then on.</summary>
    private sealed class Edge(IOperation from, ISymbol to, bool onlyThroughCalls)
    {
        private readonly ISymbol[] variables = [.. from.DescendantsAndSelf().Select(ValueFlow.Variable).OfType<ISymbol>()];

        public bool OnlyThroughCalls => onlyThroughCalls;

        /// <summary>True where the variable carries more than before.</summary>
        public bool Pass(Dictionary<ISymbol, ulong> carriers, HashSet<IOperation> aroundOrigin)
        {
            var bits = aroundOrigin.Contains(from) ? 1UL : 0;
            foreach (var variable in variables)
                if (carriers.TryGetValue(variable, out var carried))
                    bits |= carried;
            carriers.TryGetValue(to, out var before);
            if ((bits | before) == before)
                return false;
            carriers[to] = bits | before;
            return true;
        }
    }
}

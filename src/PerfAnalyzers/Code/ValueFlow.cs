namespace PerfAnalyzers.Code;

/// <summary>
/// Which variables of a piece of code carry a value on: through declarations, assignments, patterns, deconstructions, out arguments and inner loops.
/// It over-approximates: a variable that carried the value once carries it everywhere.
/// </summary>
internal sealed class ValueFlow
{
    private readonly HashSet<ISymbol> carriers;
    private readonly IOperation? origin;

    private ValueFlow(IOperation? origin, IEnumerable<ISymbol> carriers) =>
        (this.origin, this.carriers) = (origin, new(carriers, SymbolEqualityComparer.Default));

    /// <summary>The flow of the values that the variables hold.</summary>
    public static ValueFlow Of(IEnumerable<ISymbol> variables, IOperation region) => new ValueFlow(origin: null, variables).Spread(region, throughCalls: false);

    /// <summary>The flow of an operation's result.</summary>
    /// <param name="operation">Where the value comes from.</param>
    /// <param name="region">The code to follow it through.</param>
    /// <param name="throughCalls">True where an object that was handed the value, such as a list it was added to, carries it as well.</param>
    public static ValueFlow From(IOperation operation, IOperation region, bool throughCalls) =>
        new ValueFlow(operation, []).Spread(region, throughCalls);

    /// <summary>True where the operation is computed from the value.</summary>
    public bool Reaches(IOperation? operation)
    {
        if (operation is null)
            return false;
        foreach (var part in operation.DescendantsAndSelf())
            if (ReferenceEquals(part, origin) || (Variable(part) is { } variable && carriers.Contains(variable)))
                return true;
        return false;
    }

    public bool Reaches(ISymbol variable) => carriers.Contains(variable);

    /// <summary>The local, parameter or own field that the operation reads or writes; null for anything else.</summary>
    public static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Arguments.Length: 0 } property => property.Property,
        IDeclarationExpressionOperation declaration => Variable(declaration.Expression),
        _ => null,
    };

    /// <summary>The variable at the start of a chain such as <c>order.Lines[0].Price</c>.</summary>
    public static ISymbol? RootVariable(IOperation? operation)
    {
        while (operation is not null)
        {
            operation = operation.WithoutConversions();
            if (Variable(operation) is { } variable)
                return variable;
            operation = operation switch
            {
                IMemberReferenceOperation member => member.Instance,
                IInvocationOperation call => call.Receiver(),
                IArrayElementReferenceOperation element => element.ArrayReference,
                IAwaitOperation await => await.Operation,
                _ => null,
            };
        }
        return null;
    }

    private ValueFlow Spread(IOperation region, bool throughCalls)
    {
        for (var before = -1; before != carriers.Count;)
        {
            before = carriers.Count;
            foreach (var operation in region.DescendantsAndSelf())
                Step(operation, throughCalls);
        }
        return this;
    }

    private void Step(IOperation operation, bool throughCalls)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when Reaches(declarator.Initializer):
                carriers.Add(declarator.Symbol);
                break;
            case IDeconstructionAssignmentOperation deconstruction when Reaches(deconstruction.Value):
                foreach (var target in deconstruction.Target.DescendantsAndSelf())
                    Add(Variable(target));
                break;
            case IAssignmentOperation assignment when Reaches(assignment.Value):
                Add(RootVariable(assignment.Target));
                break;
            case IIsPatternOperation match when Reaches(match.Value):
                AddPatternVariables(match.Pattern);
                break;
            case ISwitchOperation @switch when Reaches(@switch.Value):
                foreach (var part in @switch.Cases.SelectMany(section => section.Clauses))
                    AddPatternVariables(part);
                break;
            case ISwitchExpressionOperation @switch when Reaches(@switch.Value):
                foreach (var arm in @switch.Arms)
                    AddPatternVariables(arm.Pattern);
                break;
            case IForEachLoopOperation inner when Reaches(inner.Collection):
                foreach (var item in inner.Locals)
                    Add(item);
                break;
            case IInvocationOperation call when call.Arguments.Any(argument => Reaches(argument.Value)):
                foreach (var argument in call.Arguments)
                    if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref)
                        Add(RootVariable(argument.Value));
                if (throughCalls || FillsAnObject(call))
                    Add(RootVariable(call.Receiver()));
                break;
        }
    }

    /// <summary>Parameters that are added to a command or parameter object become part of what it sends.</summary>
    private static bool FillsAnObject(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
        && call.Receiver()?.Type?.Name is { } type && type.EndsWith("Parameters", StringComparison.Ordinal) | type.EndsWith("ParameterCollection", StringComparison.Ordinal);

    private void AddPatternVariables(IOperation pattern)
    {
        foreach (var part in pattern.DescendantsAndSelf())
            Add(part switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                IListPatternOperation list => list.DeclaredSymbol,
                _ => null,
            });
    }

    private void Add(ISymbol? variable)
    {
        if (variable is not null)
            carriers.Add(variable);
    }
}

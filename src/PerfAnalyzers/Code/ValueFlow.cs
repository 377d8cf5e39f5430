namespace PerfAnalyzers.Code;

/// <summary>
/// Which variables of a piece of code carry a value on. It over-approximates: a variable that carried the value once carries it everywhere.
/// Several values may be followed at once, one bit for each.
/// </summary>
internal sealed class ValueFlow
{
    private readonly Dictionary<ISymbol, ulong> carriers;
    private readonly HashSet<IOperation> aroundOrigin;

    internal ValueFlow(Dictionary<ISymbol, ulong> carriers, HashSet<IOperation> aroundOrigin) =>
        (this.carriers, this.aroundOrigin) = (carriers, aroundOrigin);

    /// <summary>True where the operation is computed from the value.</summary>
    public bool Reaches(IOperation? operation) => OriginsOf(operation) != 0;

    public bool Reaches(ISymbol variable) => carriers.ContainsKey(variable);

    /// <summary>The bits of the values from which the operation is computed.</summary>
    public ulong OriginsOf(IOperation? operation)
    {
        if (operation is null)
            return 0;
        var origins = aroundOrigin.Contains(operation) ? 1UL : 0;
        foreach (var part in operation.DescendantsAndSelf())
            if (Variable(part) is { } variable && carriers.TryGetValue(variable, out var bits))
                origins |= bits;
        return origins;
    }

    /// <summary>The local, parameter or own field that the operation reads or writes; null for anything else.</summary>
    public static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field when IsOwn(field.Instance) => field.Field,
        IPropertyReferenceOperation { Arguments.Length: 0 } property when IsOwn(property.Instance) => property.Property,
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

    private static bool IsOwn(IOperation? instance) =>
        instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };
}

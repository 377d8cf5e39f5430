namespace PerfAnalyzers.Code;

/// <summary>Where a variable, or what a collection holds, is changed after its declaration.</summary>
internal static class Reassignments
{
    private static readonly ImmutableHashSet<string> Adding = ImmutableHashSet.Create("Add", "AddRange", "Insert", "Enqueue", "Push", "TryAdd", "AddFirst", "AddLast");

    /// <summary>The operations of the member around <paramref name="at"/> that assign to the symbol.</summary>
    public static IEnumerable<IOperation> Of(ISymbol symbol, IOperation at) => Root(at).Descendants().Where(operation => Assigns(operation, symbol));

    /// <summary>Those, and the ones that put something into the collection that the symbol is.</summary>
    public static IEnumerable<IOperation> OfContents(ISymbol symbol, IOperation at) =>
        Root(at).Descendants().Where(operation => Assigns(operation, symbol) || IsAddition(operation, symbol));

    /// <summary>What is added to the collection, one by one.</summary>
    public static IEnumerable<IOperation> Additions(ISymbol symbol, IOperation at) =>
        from call in Root(at).Descendants().OfType<IInvocationOperation>()
        where IsAddition(call, symbol) && call.Arguments.Length > 0
        select call.Arguments[call.Arguments.Length - 1].Value;

    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    private static bool Assigns(IOperation operation, ISymbol symbol) => operation switch
    {
        ISimpleAssignmentOperation or ICompoundAssignmentOperation or ICoalesceAssignmentOperation => IsOrHolds(((IAssignmentOperation)operation).Target, symbol),
        IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => tuple.Elements.Any(element => Refers(element, symbol)),
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => Refers(argument.Value, symbol),
        _ => false,
    };

    private static bool IsAddition(IOperation operation, ISymbol symbol) =>
        operation is IInvocationOperation { Instance: { } collection } call && Adding.Contains(call.TargetMethod.Name) && Refers(collection, symbol);

    private static bool IsOrHolds(IOperation target, ISymbol symbol) => target switch
    {
        IArrayElementReferenceOperation element => Refers(element.ArrayReference, symbol),
        IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { } indexed } => Refers(indexed, symbol),
        _ => Refers(target, symbol),
    };

    private static bool Refers(IOperation operation, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, operation.WithoutConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
        _ => null,
    });
}

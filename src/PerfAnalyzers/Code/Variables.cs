using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Code;

/// <summary>Answers where the code of a member uses its variables, and where it changes them. A member is walked once.</summary>
internal sealed class Variables
{
    private static readonly ConditionalWeakTable<IOperation, Variables> ByMember = new();

    private static readonly ImmutableHashSet<string> Adding = ImmutableHashSet.Create(
        "Add", "AddRange", "Insert", "Enqueue", "Push", "TryAdd", "AddFirst", "AddLast");

    private readonly ILookup<ISymbol, ILocalReferenceOperation> references;
    private readonly ILookup<ISymbol, Change> changes;

    private Variables(IOperation member)
    {
        var code = member.DescendantsAndSelf().ToList();
        var comparer = (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default;
        references = code.OfType<ILocalReferenceOperation>().Where(reference => !reference.IsDeclaration)
            .ToLookup(reference => (ISymbol)reference.Local, comparer);
        changes = code.SelectMany(ChangesBy).ToLookup(change => change.Variable, comparer);
    }

    /// <summary>Every use of the local in the member around <paramref name="at"/>.</summary>
    public static IEnumerable<ILocalReferenceOperation> ReferencesTo(ILocalSymbol local, IOperation at) => Around(at).references[local];

    /// <summary>The operations of the member around <paramref name="at"/> that assign to the variable, or to an element of it.</summary>
    public static IEnumerable<IOperation> ChangesOf(ISymbol variable, IOperation at) =>
        Around(at).changes[variable].Where(change => !change.IsAddition).Select(change => change.Operation);

    /// <summary>Those, and the ones that put something into the collection that the variable is.</summary>
    public static IEnumerable<IOperation> ContentChangesOf(ISymbol variable, IOperation at) =>
        Around(at).changes[variable].Select(change => change.Operation);

    /// <summary>What is added to the collection, one by one.</summary>
    public static IEnumerable<IOperation> AdditionsTo(ISymbol variable, IOperation at) =>
        from change in Around(at).changes[variable]
        where change.IsAddition && change.Operation is IInvocationOperation { Arguments.Length: > 0 }
        select ((IInvocationOperation)change.Operation).Arguments.Last().Value;

    private static Variables Around(IOperation operation) => ByMember.GetValue(operation.Member(), member => new(member));

    private static IEnumerable<Change> ChangesBy(IOperation operation)
    {
        var changed = operation switch
        {
            ISimpleAssignmentOperation or ICompoundAssignmentOperation or ICoalesceAssignmentOperation =>
                [WholeOf(((IAssignmentOperation)operation).Target)],
            IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => tuple.Elements.Select(Variable),
            IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => [Variable(argument.Value)],
            IInvocationOperation { Instance: { } collection } call when Adding.Contains(call.TargetMethod.Name) => [Variable(collection)],
            _ => (IEnumerable<ISymbol?>)[],
        };
        return changed.OfType<ISymbol>().Select(variable => new Change(operation, variable, operation is IInvocationOperation));
    }

    /// <summary>The variable that an assignment changes, also where it assigns an element.</summary>
    private static ISymbol? WholeOf(IOperation target) => target switch
    {
        IArrayElementReferenceOperation element => Variable(element.ArrayReference),
        IPropertyReferenceOperation { Arguments.Length: > 0, Instance: { } indexed } => Variable(indexed),
        _ => Variable(target),
    };

    private static ISymbol? Variable(IOperation operation) => operation.WithoutConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
        _ => null,
    };

    /// <summary>A place that changes a variable.</summary>
    private readonly record struct Change(IOperation Operation, ISymbol Variable, bool IsAddition);
}

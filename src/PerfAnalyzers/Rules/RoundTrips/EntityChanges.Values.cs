using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Who reads the values that the database makes when the entities are saved.</summary>
internal sealed partial class EntityChanges
{
    /// <summary>
    /// Where a value that the database makes, such as a key, is read of an added entity after the first save of the iteration, or in a
    /// later iteration; null where it is not. What is only told of the entity may be told later.
    /// </summary>
    public IOperation? ReadBack(LoopCode loop, int firstSave) =>
        ReadsBack(loop, firstSave).FirstOrDefault(operation => !Announcements.Take(operation, firstSave));

    /// <summary>True where such a value is told, to a log or to somebody else.</summary>
    public bool AreTold(LoopCode loop, int firstSave) =>
        ReadsBack(loop, firstSave).Any(operation => Announcements.Take(operation, firstSave));

    private IEnumerable<IOperation> ReadsBack(LoopCode loop, int firstSave)
    {
        var kept = new HashSet<ISymbol>(loop.OwnCode.Select(Keeper).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        var generated = new GeneratedValues(loop);
        return loop.OwnCode.Where(ReadsValue);

        bool ReadsValue(IOperation operation) => operation switch
        {
            IPropertyReferenceOperation { Instance: { Type: { } type } instance } property when added.Contains(type)
                && !IsTarget(property) =>
                generated.May(property.Property, type) && (operation.Syntax.SpanStart > firstSave || IsKept(instance)),
            IArgumentOperation { Value: var value, Parent: IInvocationOperation { TargetMethod.Name: not "Add" } } =>
                operation.Syntax.SpanStart > firstSave && value.WithoutConversions().Type is { } type && added.Contains(type),
            _ => false,
        };

        bool IsKept(IOperation instance) =>
            ValueFlow.RootVariable(instance) is { } root && kept.Contains(root) && !loop.IsDeclaredInside(root);
    }

    /// <summary>The variable or list that holds an object for later iterations.</summary>
    private static ISymbol? Keeper(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => ValueFlow.Variable(assignment.Target),
        IInvocationOperation { TargetMethod.Name: "Add" } call => ValueFlow.Variable(call.Receiver() ?? call),
        _ => null,
    };

    private static bool IsTarget(IPropertyReferenceOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, property);
}

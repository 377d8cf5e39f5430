using PerfAnalyzers.Code;

namespace PerfAnalyzers.Rules.RoundTrips;

/// <summary>Which entities the body of a loop adds, removes and modifies, and who may notice when they are saved later.</summary>
internal sealed class EntityChanges
{
    private readonly HashSet<ITypeSymbol> added = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> modified = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> opaque = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> properties = new(StringComparer.Ordinal);

    /// <summary>True where the items of the loop change anything.</summary>
    public bool Any => added.Count + modified.Count + opaque.Count > 0;

    public static EntityChanges In(LoopCode loop)
    {
        var changes = new EntityChanges();
        foreach (var operation in loop.OwnCode)
            switch (operation)
            {
                case IInvocationOperation call when IsAddOrRemove(call) && loop.UsesItem(call):
                    foreach (var argument in call.Arguments)
                        if (EntityType(argument.Value.WithoutConversions().Type) is { } type)
                            changes.added.Add(type);
                    break;
                case IInvocationOperation { Parent: IExpressionStatementOperation, Instance.Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } call
                    when call.Instance is not IInstanceReferenceOperation && type.Locations.Any(location => location.IsInSource) && !UnitOfWork.IsSave(call) && loop.UsesItem(call):
                    changes.opaque.Add(type);
                    break;
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { Type: { } type } instance, Property.Name: var property } }
                    when instance is not IInstanceReferenceOperation && (loop.UsesItem(instance) || loop.UsesItem(((IAssignmentOperation)operation).Value)):
                    changes.modified.Add(type);
                    changes.properties.Add(property);
                    break;
                case IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Instance: { Type: { } type } instance, Property.Name: var property } }
                    when loop.UsesItem(instance):
                    changes.modified.Add(type);
                    changes.properties.Add(property);
                    break;
            }
        return changes;
    }

    /// <summary>
    /// True where a value of an added entity is read after the first save of the iteration, or in a later iteration: a key that the database has generated (guard G11).
    /// </summary>
    public bool AreReadBack(LoopCode loop, int firstSave)
    {
        var kept = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.OwnCode)
            if (operation is ISimpleAssignmentOperation { Target: var target } && ValueFlow.Variable(target) is { } variable)
                kept.Add(variable);
            else if (operation is IInvocationOperation { TargetMethod.Name: "Add" } call && ValueFlow.Variable(call.Receiver() ?? call) is { } list)
                kept.Add(list);

        return loop.OwnCode.Any(operation => operation switch
        {
            IPropertyReferenceOperation { Instance: { Type: { } type } instance } property when added.Contains(type) && !IsTarget(property) =>
                operation.Syntax.SpanStart > firstSave || (ValueFlow.RootVariable(instance) is { } root && kept.Contains(root) && !loop.IsDeclaredInside(root)),
            IArgumentOperation { Value: var value, Parent: IInvocationOperation { TargetMethod.Name: not "Add" } } =>
                operation.Syntax.SpanStart > firstSave && value.WithoutConversions().Type is { } type && added.Contains(type),
            _ => false,
        });
    }

    /// <summary>
    /// True where a query could return something else before the changes are saved than after (guard G12). Find looks at the tracked entities first, and a query for
    /// tracked entities returns the instances that were modified already; but rows that are not yet there, and values compared in the database, it sees only when saved.
    /// </summary>
    public bool MayBeSeenBy(IInvocationOperation query)
    {
        var queried = query.DescendantsAndSelf().Select(part => SetElement(part.Type)).OfType<ITypeSymbol>().Distinct<ITypeSymbol>(SymbolEqualityComparer.Default).ToList();
        if (query.TargetMethod.Name is "Find" or "FindAsync" || IsAddOrRemove(query))
            return false;
        if (queried.Any(added.Contains) || queried.Any(opaque.Contains))
            return true;
        return queried.Any(modified.Contains)
            && (ReturnsValues(query) || query.Descendants().OfType<IPropertyReferenceOperation>().Any(property => properties.Contains(property.Property.Name)));
    }

    private static bool ReturnsValues(IInvocationOperation query) =>
        query.Type?.OnceAwaited() is { SpecialType: not SpecialType.System_Void } result
        && (EntityType(result) is not { IsValueType: false }
            || query.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name is "AsNoTracking" or "Select" or "SelectMany" or "GroupBy" or "Join"));

    /// <summary>True for a name by which contexts, sets and repositories take a change.</summary>
    public static bool IsNamedAsChange(IMethodSymbol method) =>
        method.Name is "Add" or "AddAsync" or "AddRange" or "AddRangeAsync" or "Remove" or "RemoveRange" or "Update" or "UpdateRange" or "Attach" or "AttachRange";

    private static bool IsAddOrRemove(IInvocationOperation call) =>
        IsNamedAsChange(call.TargetMethod)
        && (call.TargetMethod.ContainingType is { } type
            && (type.SelfBasesAndInterfaces().Any(t => t.Is("Microsoft.EntityFrameworkCore.DbContext") || t.Is("Microsoft.EntityFrameworkCore.DbSet`1"))
                || call.Instance is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) }));

    private static bool IsTarget(IPropertyReferenceOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, property);

    /// <summary>The entity, or the entity that a collection holds.</summary>
    private static ITypeSymbol? EntityType(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface, TypeArguments: [var element] } => element,
        INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } => type,
        _ => null,
    };

    private static ITypeSymbol? SetElement(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: [var element] } named && named.Is("Microsoft.EntityFrameworkCore.DbSet`1") ? element : null;
}
